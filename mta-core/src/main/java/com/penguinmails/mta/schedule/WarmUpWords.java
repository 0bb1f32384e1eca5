package com.penguinmails.mta.schedule;

import com.penguinmails.mta.shape.WarmUp;
import com.penguinmails.mta.shape.WarmUpState;

/** Says what warm-up does to mail. Stateless. */
final class WarmUpWords {
    private WarmUpWords() {}

    /** Where its rule stands. */
    static String rule(WarmUp warmUp) {
        return "[[warmups]] " + warmUp.source() + " in shaping.toml, step " + warmUp.step() + " of "
                + warmUp.plan().steps() + " of plan " + warmUp.plan().name()
                + (warmUp.isWarm() ? "" : ", " + warmUp.cap() + " messages");
    }

    /** Why nothing is taken now. */
    static String reason(WarmUp warmUp) {
        String head = "warm-up of source " + warmUp.source() + " at " + warmUp.provider() + ": ";
        if (warmUp.state() == WarmUpState.STOPPED) {
            return head + "stopped, since " + warmUp.reason();
        }
        return warmUp.isShut()
                ? head + "its cap is used up"
                : head + "its next mark is being written to the journal";
    }

    /** @param untilMillis when it opens; 0 while the journal is waited for */
    static Blocker blocker(WarmUp warmUp, long untilMillis) {
        return new Blocker(BlockerKind.WARM_UP, warmUp.source(), rule(warmUp), reason(warmUp),
                warmUp.isShut() ? warmUp.shutMillis() : 0, untilMillis,
                warmUp.isShut() ? "" : "the journal has the mark", "add a warm source to its pool, or "
                        + "`penguin warmup set --source " + warmUp.source() + " --provider " + warmUp.provider()
                        + " --step N` if the receiver takes more");
    }
}
