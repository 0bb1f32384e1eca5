/**
 * Templates of mail: what may stand in them, and how they are rendered within bounds.
 *
 * <p>Before: {@code compose}, which alone uses it.
 */
@NullMarked
@CheckReturnValue
package com.penguinmails.mta.compose.template;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
