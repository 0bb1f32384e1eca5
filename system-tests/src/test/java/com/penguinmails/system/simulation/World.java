package com.penguinmails.system.simulation;

import com.penguinmails.mta.time.Clock;
import com.penguinmails.mta.time.Randomness;
import com.penguinmails.testkit.time.VirtualClock;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Time, chance and what is on its way. Wall time may jump; ticks never do. For one thread. */
final class World {
    private final VirtualClock virtual = new VirtualClock();
    private final Trace trace = new Trace();
    private final RandomGenerator random;
    private long skewMillis;
    private boolean healed;
    private int onTheirWay;
    private VirtualClock.@Nullable Scheduled wake;

    World(long seed) {
        random = Randomness.seeded(seed);
    }

    /** Both times, as the node sees them. */
    Clock clock() {
        return new Clock() {
            @Override
            public long millis() {
                return World.this.millis();
            }

            @Override
            public long nanoTime() {
                return World.this.nanoTime();
            }
        };
    }

    long millis() {
        return virtual.millis() + skewMillis;
    }

    long nanoTime() {
        return virtual.nanoTime();
    }

    RandomGenerator random() {
        return random;
    }

    Trace trace() {
        return trace;
    }

    void say(String what, Object... about) {
        trace.say(nanoTime(), what, about);
    }

    /** Whether a fault happens that happens so often in a thousand times; none does in a healed world. */
    boolean fault(int perMille) {
        return !healed && random.nextInt(1000) < perMille;
    }

    boolean chance(int perMille) {
        return random.nextInt(1000) < perMille;
    }

    /** From now on nothing goes wrong any more. */
    void heal() {
        healed = true;
    }

    boolean isHealed() {
        return healed;
    }

    void jump(long millis) {
        skewMillis += millis;
    }

    /** Something is on its way and arrives after this time. */
    void later(long nanos, Runnable arrival) {
        onTheirWay++;
        var _ = virtual.schedule(Duration.ofNanos(nanos), () -> {
            onTheirWay--;
            arrival.run();
        });
    }

    /** Whether nothing is on its way, so that only a deadline of the node makes something happen. */
    boolean isStill() {
        return onTheirWay == 0;
    }

    /** Moves to the next arrival or to the deadline, whichever is first; false if there is neither. */
    boolean advance(long deadlineNanos) {
        if (wake != null) {
            wake.cancel();
            wake = null;
        }
        if (deadlineNanos != Long.MAX_VALUE) {
            wake = virtual.schedule(Duration.ofNanos(Math.max(0, deadlineNanos - nanoTime())), () -> wake = null);
        }
        return virtual.runNext();
    }
}
