package com.penguinmails.mta.simulate;

import com.penguinmails.mta.outcome.Outcome;
import java.util.List;
import java.util.random.RandomGenerator;

/** One receiving site as one of our sources sees it: a model and what it has counted. For one thread. */
final class Receiver {
    private static final double WHOLE = 100;

    final ReceiverReplies replies;
    final String remoteMta;
    final long connectNanos;
    final long replyNanos;
    private final ReceiverModel model;
    private final SimulationClock clock;
    private final RandomGenerator random;
    private final long windowNanos;
    private long window;
    private long takenInWindow;
    private int connections;

    Receiver(String host, ReceiverModel model, SimulationClock clock, RandomGenerator random) {
        this.remoteMta = host;
        this.replies = new ReceiverReplies(host);
        this.model = model;
        this.clock = clock;
        this.random = random;
        this.connectNanos = model.connectTime().toNanos();
        this.replyNanos = model.replyTime().toNanos();
        this.windowNanos = model.blockWindow().toNanos();
    }

    /** Whether one more connection is greeted; then it is counted. */
    boolean greets() {
        if (model.maxConnections() > 0 && connections >= model.maxConnections()) {
            return false;
        }
        connections++;
        return true;
    }

    void disconnected() {
        connections--;
    }

    /** Whether it takes no mail from this source until its window ends; a mail that it looks at is counted. */
    boolean blocks() {
        if (model.blockAfter() == 0) {
            return false;
        }
        long now = clock.nanoTime() / windowNanos;
        if (now != window) {
            window = now;
            takenInWindow = 0;
        }
        return takenInWindow++ >= model.blockAfter();
    }

    /** What becomes of one mail that it looks at: a list of one. */
    List<Outcome> outcome() {
        if (model.deferPercent() == 0 && model.bouncePercent() == 0) {
            return replies.delivered;
        }
        double dice = random.nextDouble() * WHOLE;
        if (dice < model.deferPercent()) {
            return replies.deferred;
        }
        return dice < model.deferPercent() + model.bouncePercent() ? replies.bounced : replies.delivered;
    }
}
