package com.penguinmails.mta.schedule;

import com.penguinmails.mta.schedule.LimitCeilings.Counters;
import com.penguinmails.mta.schedule.LimitCeilings.Part;
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
     * A limit bounds a queue's mail if it holds from every source that may carry that; counters of one limit add up.
     *
     * @param all recipients of all queues
     * @param source only this source, or null for all
     * @param measured what connections achieve
     */
    List<Ceiling> of(List<DomainQueue> queues, long all, @Nullable String source, LimitCeilings measured) {
        Map<String, Set<Match>> counters = new LinkedHashMap<>();
        Map<String, Long> bound = new LinkedHashMap<>();
        for (DomainQueue queue : queues) {
            Lane lane = queue.lane;
            if (lane != null) {
                List<String> sources = source == null ? lane.key.sources() : List.of(source);
                matches(queue, lane.site, sources).forEach((name, matches) -> {
                    if (matches.size() == sources.size()) {
                        counters.computeIfAbsent(name, _ -> new LinkedHashSet<>()).addAll(matches);
                        bound.merge(name, (long) queue.size(), Long::sum);
                    }
                });
            }
        }
        List<Ceiling> ceilings = new ArrayList<>();
        counters.forEach((name, matches) -> {
            long part = bound.getOrDefault(name, 0L);
            Match first = matches.iterator().next();
            if (part > 0) {
                ceilings.addAll(measured.of(
                        new Counters(first.limit(), first.key(), matches.size(), 0, new Part(part, all))));
            }
        });
        return ceilings;
    }

    /** By the limit's name, its counter for each source from which it holds. */
    private Map<String, List<Match>> matches(DomainQueue queue, Site site, List<String> sources) {
        Map<String, List<Match>> matches = new LinkedHashMap<>();
        for (String source : sources) {
            for (Match match : limits.matchingAtAttempt(queue, site, source)) {
                matches.computeIfAbsent(match.limit().name(), _ -> new ArrayList<>()).add(match);
            }
        }
        return matches;
    }
}
