/** Tests of the bytes of one mail. */
@NullMarked
@CheckReturnValue
package com.penguinmails.mta.compose;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
