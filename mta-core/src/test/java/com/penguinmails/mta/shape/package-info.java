/** Tests of {@code shape}. */
@NullMarked
@CheckReturnValue
package com.penguinmails.mta.shape;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
