package com.penguinmails.mta.schedule;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sites that wait for something that they share, in turn. A site that is called may take of it until it was looked at; while others
 * wait for their turn or are called, one that is not called takes nothing, so that the busiest cannot starve the rest.
 *
 * <p>Turns go by rounds. In a round each site is called once at most, so that what no site can use does not go round for ever: one
 * that waits again after its turn waits for the next round. When all had their turns it is for whoever comes. A round ends when
 * some of it is taken or given back, or comes by time. For one thread.
 */
final class SiteTurns {
    /** Those that were not called in this round, and those that were and wait again. */
    private final LinkedHashSet<Site> waiting = new LinkedHashSet<>();
    private final LinkedHashSet<Site> again = new LinkedHashSet<>();
    private final Set<Site> called = new HashSet<>();
    private final Set<Site> calledInRound = new HashSet<>();

    /** The site stands at the end of the line, unless it is there already. */
    void waitFor(Site site) {
        (calledInRound.contains(site) ? again : waiting).add(site);
    }

    boolean isTurnOf(Site site) {
        return called.contains(site) || waiting.isEmpty() && called.isEmpty();
    }

    boolean isEmpty() {
        return !hasWaiting() && called.isEmpty();
    }

    boolean hasWaiting() {
        return !waiting.isEmpty() || !again.isEmpty();
    }

    /** Whether one that waits has not been called in this round. */
    boolean hasUncalled() {
        return !waiting.isEmpty();
    }

    /** How many are called and were not looked at yet. */
    int called() {
        return called.size();
    }

    /** Calls the next one, or returns null. */
    @Nullable
    Site call() {
        if (waiting.isEmpty()) {
            return null;
        }
        Site site = waiting.removeFirst();
        called.add(site);
        calledInRound.add(site);
        return site;
    }

    /** Takes out those that wait again, once all have had their turns: any of them may have what is there. */
    List<Site> takeAgain() {
        if (!waiting.isEmpty() || !called.isEmpty()) {
            return List.of();
        }
        List<Site> sites = List.copyOf(again);
        again.clear();
        return sites;
    }

    /** There is more or less than before: each may be called again. */
    void newRound() {
        if (!calledInRound.isEmpty()) {
            calledInRound.clear();
            waiting.addAll(again);
            again.clear();
        }
    }

    /** Nobody waits and nobody's turn is due any more: every site is to be looked at anew. */
    void clear() {
        waiting.clear();
        again.clear();
        called.clear();
        calledInRound.clear();
    }

    /** The site was looked at: its turn is over. */
    void over(Site site) {
        called.remove(site);
    }
}
