/**
 * Clocks, deadlines and randomness, always given and never taken.
 *
 * <p>The only package that may read the system's clock or make a source of randomness. May be used by every stage.
 */
@NullMarked
@CheckReturnValue
package com.penguinmails.mta.time;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
