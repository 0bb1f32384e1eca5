/** Randomness from a seed that a failure names, and generators of mail that feed on it. */
@NullMarked
@CheckReturnValue
package com.penguinmails.testkit.seed;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
