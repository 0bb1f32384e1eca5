/** Tests of {@code simulate}. */
@NullMarked
@CheckReturnValue
package com.penguinmails.mta.simulate;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
