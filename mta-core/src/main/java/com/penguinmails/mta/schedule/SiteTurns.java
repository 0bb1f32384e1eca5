package com.penguinmails.mta.schedule;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sites that wait for something that they share, in turn. A site that is called may take of it until it was looked at; while others
 * wait or are called, one that is not called takes nothing, so that the busiest cannot starve the rest. For one thread.
 */
final class SiteTurns {
    private final LinkedHashSet<Site> waiting = new LinkedHashSet<>();
    private final Set<Site> called = new HashSet<>();

    /** The site stands at the end of the line, unless it is there already. */
    void waitFor(Site site) {
        waiting.add(site);
    }

    boolean isTurnOf(Site site) {
        return called.contains(site) || waiting.isEmpty() && called.isEmpty();
    }

    boolean isEmpty() {
        return waiting.isEmpty() && called.isEmpty();
    }

    boolean hasWaiting() {
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
        return site;
    }

    /** Nobody waits and nobody's turn is due any more: every site is to be looked at anew. */
    void clear() {
        waiting.clear();
        called.clear();
    }

    /** The site was looked at: its turn is over. */
    void over(Site site) {
        called.remove(site);
    }
}
