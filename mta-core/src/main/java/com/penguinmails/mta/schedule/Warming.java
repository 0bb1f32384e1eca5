package com.penguinmails.mta.schedule;

import com.penguinmails.mta.schedule.Timers.Timer;
import com.penguinmails.mta.shape.WarmUp;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The warm-up of one source at one provider, and what waits for it. For one thread. */
final class Warming {
    final WarmUp warmUp;
    /** Sites with mail that the source may not take now: to be looked at as soon as it may. */
    final Set<Site> waiting = new LinkedHashSet<>();
    /** Tells the step in progress from all others of this run, of any source. */
    long number;
    /** When the step in progress ends; set while something of it is to be judged or waits. */
    @Nullable
    Timer end;
    /** When what was counted is to be kept. */
    @Nullable
    Timer counts;
    /** Whether the journal has a fact of it. */
    boolean kept;

    Warming(WarmUp warmUp, long number) {
        this.warmUp = warmUp;
        this.number = number;
    }

    String key() {
        return WarmUpCodec.PREFIX + warmUp.source() + '/' + warmUp.provider();
    }

    /** In monotonic nanoseconds; {@link Long#MAX_VALUE} when nothing waits for it. */
    long endNanos() {
        return end == null ? Long.MAX_VALUE : end.deadlineNanos();
    }

    void stopTimers() {
        if (end != null) {
            end.cancel();
            end = null;
        }
        stopCounts();
    }

    void stopCounts() {
        if (counts != null) {
            counts.cancel();
            counts = null;
        }
    }
}
