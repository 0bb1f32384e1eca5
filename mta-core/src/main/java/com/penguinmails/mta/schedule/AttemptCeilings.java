package com.penguinmails.mta.schedule;

import com.penguinmails.mta.config.Rate;
import com.penguinmails.mta.shape.LimitRules.Match;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How fast some mail could go by limits that ask both whose mail it is and where it leaves from, such as one on a domain and a
 * source. Whether they hold is decided at each attempt, so that rules are asked here and no counter. For one thread.
 */
final class AttemptCeilings {
    private final LimitTable limits;

    AttemptCeilings(LimitTable limits) {
        this.limits = limits;
    }

    /**
     * A limit bounds the mail if it holds for every queue of it from every source that may carry that; counters of one limit add up.
     *
     * @param source only this source, or null for all
     */
    List<Ceiling> of(List<DomainQueue> queues, @Nullable String source) {
        Map<String, Set<Match>> counters = new LinkedHashMap<>();
        Map<String, Integer> bound = new LinkedHashMap<>();
        int ways = 0;
        for (DomainQueue queue : queues) {
            Lane lane = queue.lane;
            if (lane == null) {
                return List.of();
            }
            for (String name : source == null ? lane.key.sources() : List.of(source)) {
                ways++;
                for (Match match : limits.matchingAtAttempt(queue, lane.site, name)) {
                    counters.computeIfAbsent(match.limit().name(), _ -> new LinkedHashSet<>()).add(match);
                    bound.merge(match.limit().name(), 1, Integer::sum);
                }
            }
            int all = ways;
            bound.values().removeIf(count -> count < all);
            if (bound.isEmpty()) {
                return List.of();
            }
        }
        List<Ceiling> ceilings = new ArrayList<>();
        bound.keySet().forEach(name -> add(counters.getOrDefault(name, Set.of()), ceilings));
        return ceilings;
    }

    private static void add(Set<Match> counters, List<Ceiling> ceilings) {
        Match first = counters.iterator().next();
        Rate rate = first.limit().rate();
        if (rate != null) {
            ceilings.add(Ceilings.of(first.limit(), rate, first.key(), counters.size()));
        }
    }
}
