/**
 * Configuration: one record per concept, units in the type, every problem reported at once with file and line.
 *
 * <p>May be used by every stage.
 */
@NullMarked
@CheckReturnValue
package com.penguinmails.mta.config;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
