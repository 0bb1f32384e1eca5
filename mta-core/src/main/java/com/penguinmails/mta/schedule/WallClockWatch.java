package com.penguinmails.mta.schedule;

import com.penguinmails.mta.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees when the wall clock is set back, and puts right what it left behind while it stood ahead. What was deferred then waits for an
 * instant by that clock: it waits for its own pause from now on. The timer wheel has gone on to that time: every recipient in it is
 * put in anew, in slices, so that no other mail waits meanwhile. Times that were stated, by a sender, an operator or an expiry, stay
 * as they are. For one thread.
 */
final class WallClockWatch {
    private static final Logger LOG = LoggerFactory.getLogger(WallClockWatch.class);
    private static final long NANOS_PER_MILLI = 1_000_000;
    /** A clock that is corrected by less is not told from one that goes a little slower. */
    private static final long LEAST_MILLIS = 1_000;
    private static final int SLICE = 2_048;

    private final SlotTable slots;
    private final TimerWheel wheel;
    private final RetrySchedule schedule;
    private final Clock clock;
    private long seenMillis;
    private long seenNanos;
    /** The next slot to be looked at; from the capacity on there is none. */
    private int next = Integer.MAX_VALUE;

    WallClockWatch(SlotTable slots, TimerWheel wheel, RetrySchedule schedule, Clock clock) {
        this.slots = slots;
        this.wheel = wheel;
        this.schedule = schedule;
        this.clock = clock;
        this.seenMillis = clock.millis();
        this.seenNanos = clock.nanoTime();
    }

    /** Looks at the clock, and goes on with what it left to do; returns how many slots were looked at. */
    int work() {
        long millis = clock.millis();
        long nanos = clock.nanoTime();
        long behind = seenMillis + (nanos - seenNanos) / NANOS_PER_MILLI - millis;
        seenMillis = millis;
        seenNanos = nanos;
        if (behind >= LEAST_MILLIS) {
            LOG.warn("the wall clock was set back by {} s; what was deferred meanwhile is due after its pause from now",
                    behind / 1_000);
            wheel.setBack(millis);
            next = 0;
        }
        return hasWork() ? slice(millis) : 0;
    }

    boolean hasWork() {
        return next < slots.capacity();
    }

    private int slice(long nowMillis) {
        int from = next;
        int end = Math.min(slots.capacity(), from + SLICE);
        for (int slot = from; slot < end; slot++) {
            SlotState state = slots.state(slot);
            if (state != SlotState.FREE && wheel.contains(slot)) {
                wheel.remove(slot);
                if (state == SlotState.WAITING && slots.reason(slot) != InsertReason.SCHEDULED) {
                    slots.setDue(slot, schedule.within(slots.due(slot), slots.attempts(slot), nowMillis));
                }
                wheel.add(slot);
            }
        }
        next = end < slots.capacity() ? end : Integer.MAX_VALUE;
        return end - from;
    }
}
