package com.penguinmails.testkit.smtp;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the script says about one event: a delay, a reading speed (0 leaves it) and the action that decides, if any. */
record Verdict(Duration delay, int bytesPerSecond, @Nullable Action action) {
    static final Verdict PASS = new Verdict(Duration.ZERO, 0, null);

    Verdict with(Action next) {
        return switch (next) {
            case Action.Delay(Duration time) -> new Verdict(delay.plus(time), bytesPerSecond, action);
            case Action.SlowRead(int rate) -> new Verdict(delay, rate, action);
            default -> new Verdict(delay, bytesPerSecond, next);
        };
    }
}
