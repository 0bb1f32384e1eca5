package com.penguinmails.mta.shape;

import com.penguinmails.mta.config.FeedbackConfig;
import java.time.Duration;

/** A sender with endless mail, on a clock of its own, whose receiver refuses connections above so many; each takes a message a second. */
final class ConnectionTrial {
    private static final int LIMIT = 50;
    private static final int STEPS = 10;
    private static final long STEP = Duration.ofSeconds(1).toNanos() / STEPS;

    private final ConnectionWindow window = new ConnectionWindow(FeedbackConfig.defaults(), 0);
    private final int allowed;
    private long now;
    private int open;
    private int refused;
    private double used;

    ConnectionTrial(int allowed) {
        this.allowed = allowed;
    }

    /** Goes on for so long, counting anew. */
    void run(Duration time) {
        refused = 0;
        long steps = time.toNanos() / STEP;
        long openSteps = 0;
        for (long step = 0; step < steps; step++, now += STEP) {
            if (open < window.allowed(LIMIT) && now >= window.openNanos()) {
                connect();
            }
            if (step % STEPS == 0) {
                for (int i = 0; i < open; i++) {
                    window.taken(open, LIMIT, now);
                }
            }
            openSteps += open;
        }
        used = (double) openSteps / steps / allowed;
    }

    int refused() {
        return refused;
    }

    /** The part of the allowed connections that was open. */
    double used() {
        return used;
    }

    private void connect() {
        if (open < allowed) {
            open++;
            window.opened(open);
        } else {
            refused++;
            window.refused(open, now, "421 4.7.0 too many connections");
        }
    }
}
