package com.penguinmails.system.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** One connection of the node as the world sees it, and what it counts for. For one thread. */
final class Link {
    final Place place;
    /** The rules that were in force when it was opened. */
    final Rules rules;
    /** Counters of limits that it counts for. */
    final Set<String> counts = new HashSet<>();
    /** Transactions by the counter of a limit. */
    final Map<String, Integer> sent = new HashMap<>();

    /** When it was opened. */
    final long opening;

    Link(Place place, Rules rules, long nanos) {
        opening = nanos;
        this.place = place;
        this.rules = rules;
    }
}
