/** The sending daemon. */
@NullMarked
@CheckReturnValue
package com.penguinmails.mta;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
