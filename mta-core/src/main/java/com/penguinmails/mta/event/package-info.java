/**
 * Who must know? Delivery events, their log, cursors and feeds.
 *
 * <p>Before: {@code outcome}. After: readers outside.
 */
@NullMarked
@CheckReturnValue
package com.penguinmails.mta.event;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
