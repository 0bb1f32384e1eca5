/**
 * The document of the API, and its page, both from the class path.
 */
@NullMarked
@CheckReturnValue
package com.penguinmails.control.openapi;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
