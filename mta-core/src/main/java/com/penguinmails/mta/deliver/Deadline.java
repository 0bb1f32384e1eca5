package com.penguinmails.mta.deliver;

import com.penguinmails.mta.time.Clock;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One deadline that is moved for each command. Moving it costs a few instructions: the event loop's timer is left where it is
 * and looks, when it fires, whether the deadline is later by now. For the event loop only.
 */
final class Deadline {
    private final EventLoop loop;
    private final Clock clock;
    private final Runnable action;
    private boolean armed;
    private long due;
    private long timerDue;
    private @Nullable ScheduledFuture<?> timer;

    /** @param action run on the event loop when the deadline is reached */
    Deadline(EventLoop loop, Clock clock, Runnable action) {
        this.loop = loop;
        this.clock = clock;
        this.action = action;
    }

    /** Moves the deadline to this long from now. */
    void set(Duration fromNow) {
        armed = true;
        due = clock.nanoTime() + fromNow.toNanos();
        ScheduledFuture<?> running = timer;
        if (running != null && timerDue - due <= 0) {
            return;
        }
        if (running != null) {
            running.cancel(false);
        }
        schedule(fromNow.toNanos());
    }

    /** There is none for now. */
    void clear() {
        armed = false;
    }

    /** There is none any more. */
    void close() {
        armed = false;
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void schedule(long nanos) {
        timerDue = due;
        timer = loop.schedule(this::fired, nanos, TimeUnit.NANOSECONDS);
    }

    private void fired() {
        timer = null;
        if (!armed) {
            return;
        }
        long left = due - clock.nanoTime();
        if (left > 0) {
            schedule(left);
        } else {
            armed = false;
            action.run();
        }
    }
}
