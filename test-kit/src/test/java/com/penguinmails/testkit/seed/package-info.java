/** Tests of seeds and generators. */
@NullMarked
@CheckReturnValue
package com.penguinmails.testkit.seed;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
