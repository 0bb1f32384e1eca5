package com.penguinmails.system.simulation;

import java.util.Optional;

/**
 * The law of the bound: the queue refuses what would be more than it may hold, and takes new mail again when it holds no more than
 * the low mark. For one thread.
 */
final class Marks {
    private static final int RESUME_PERCENT = 90;

    private final Laws laws;
    private final int most;

    Marks(World world, Laws laws) {
        this.laws = laws;
        most = world.chance(300) ? world.random().nextInt(300, 500) : 1_000;
    }

    /** How many recipients the queue may hold. */
    int most() {
        return most;
    }

    /** So many recipients are about to be offered. */
    void offers(Node node, int recipients) {
        Optional<String> refusal = node.queue().refusal(recipients);
        boolean tooMany = laws.open() + recipients > most;
        laws.require(!tooMany || refusal.isPresent(), "the queue holds no more than it may", laws.open(), recipients,
                most);
        boolean low = laws.open() <= most * RESUME_PERCENT / 100;
        laws.require(tooMany || !low || refusal.isEmpty(), "a refusal ends at the low mark", laws.open(), recipients,
                most,
                refusal);
    }
}
