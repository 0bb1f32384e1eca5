/**
 * What is due? Queues by tenant, campaign and domain, the timer wheel and the retry schedule.
 *
 * <p>Before: {@code spool}. After: {@code shape}.
 */
@NullMarked
@CheckReturnValue
package com.penguinmails.mta.schedule;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
