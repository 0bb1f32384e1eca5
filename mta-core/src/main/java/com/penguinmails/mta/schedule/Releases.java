package com.penguinmails.mta.schedule;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * When mail can move at the earliest, all its blockers taken together: those of whichever source must all be gone; of those of
 * single sources, all of one source.
 */
final class Releases {
    private Releases() {}

    /** In milliseconds since 1970; 0: not known, or nothing holds it. */
    static long of(List<Blocker> blockers) {
        List<Blocker> common = blockers.stream().filter(blocker -> blocker.source().isEmpty())
                .filter(blocker -> !blocker.kind().isTransit()).toList();
        long latest = latest(common);
        boolean open = blockers.stream().anyMatch(blocker -> blocker.kind().isTransit());
        Map<String, List<Blocker>> bySource = blockers.stream().filter(blocker -> !blocker.source().isEmpty())
                .collect(Collectors.groupingBy(Blocker::source));
        if (open || bySource.isEmpty()) {
            return latest;
        }
        long first = bySource.values().stream().mapToLong(Releases::latest).filter(millis -> millis > 0).min()
                .orElse(0);
        boolean known = first > 0 && (common.isEmpty() || latest > 0);
        return known ? Math.max(first, latest) : 0;
    }

    private static long latest(List<Blocker> blockers) {
        long latest = 0;
        for (Blocker blocker : blockers) {
            if (blocker.releaseMillis() == 0) {
                return 0;
            }
            latest = Math.max(latest, blocker.releaseMillis());
        }
        return latest;
    }
}
