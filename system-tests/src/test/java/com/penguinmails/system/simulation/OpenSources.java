package com.penguinmails.system.simulation;

import com.penguinmails.mta.schedule.Blocker;
import com.penguinmails.mta.schedule.BlockerKind;
import com.penguinmails.mta.schedule.RecipientExplanation;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The law of other sources: mail that only shut sources hold back, because of warm-up or because they reach nobody, has no source in
 * its pool that the world knows to be open. For one thread.
 */
final class OpenSources {
    private static final Set<BlockerKind> SHUT = Set.of(BlockerKind.WARM_UP, BlockerKind.NO_SOURCE,
            BlockerKind.SOURCE_REFUSED);

    private final Laws laws;
    /** Sources of which some connection could not be opened in this life of the node: it may think ill of them. */
    private final Set<String> failed = new HashSet<>();

    OpenSources(Laws laws) {
        this.laws = laws;
    }

    /** A connection from the source could not be opened. */
    void failed(String source) {
        failed.add(source);
    }

    /** The node died, and what it thought of sources with it. */
    void died() {
        failed.clear();
    }

    /** When nothing is on its way. */
    void check(Fate fate, RecipientExplanation explanation) {
        List<Blocker> blockers = explanation.blockers();
        boolean ofSources = blockers.stream().noneMatch(blocker -> blocker.source().isEmpty())
                && blockers.stream().anyMatch(blocker -> SHUT.contains(blocker.kind()));
        if (!ofSources || laws.orders().mayBeRerouted(fate)) {
            return;
        }
        Pools pools = laws.rules().pools();
        String pool = pools.of(fate, new Place("", "", ""));
        if (!pool.equals(pools.of(fate, new Place("", "", Rules.PROVIDER)))) {
            return;
        }
        for (String source : pools.sources(pool)) {
            boolean held = blockers.stream().anyMatch(blocker -> blocker.source().equals(source));
            laws.require(held || !isOpen(fate, source), "mail leaves by an open source of its pool", fate, source,
                    explanation);
        }
    }

    private boolean isOpen(Fate fate, String source) {
        return !failed.contains(source) && !laws.rules().caps().isWarmedUp(source)
                && !laws.orders().mayBeStopped(fate, source) && !laws.triggers().mayStop(source);
    }
}
