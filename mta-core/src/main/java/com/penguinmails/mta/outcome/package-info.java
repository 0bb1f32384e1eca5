/**
 * What does it mean? The one place that decides what a failure means.
 *
 * <p>Before: {@code deliver}. After: {@code event}.
 */
@NullMarked
@CheckReturnValue
package com.penguinmails.mta.outcome;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
