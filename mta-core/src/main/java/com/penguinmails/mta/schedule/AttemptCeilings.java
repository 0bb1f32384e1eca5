package com.penguinmails.mta.schedule;

import com.penguinmails.mta.schedule.LimitCeilings.Counters;
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
     * @param measured what connections achieve
     */
    List<Ceiling> of(List<DomainQueue> queues, @Nullable String source, LimitCeilings measured) {
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
        for (String name : bound.keySet()) {
            Set<Match> matches = counters.getOrDefault(name, Set.of());
            Match first = matches.iterator().next();
            ceilings.addAll(measured.of(new Counters(first.limit(), first.key(), matches.size(), 0)));
        }
        return ceilings;
    }
}
