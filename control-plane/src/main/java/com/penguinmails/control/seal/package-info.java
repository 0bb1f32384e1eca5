/**
 * Secrets at rest: sealed with a master key that is not in the database.
 */
@NullMarked
@CheckReturnValue
package com.penguinmails.control.seal;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
