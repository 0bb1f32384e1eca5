/**
 * All counters of a node in one documented enum.
 *
 * <p>May be used by every stage.
 */
@NullMarked
@CheckReturnValue
package com.penguinmails.mta.counter;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
