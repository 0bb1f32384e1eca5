package com.penguinmails.mta.schedule;

import com.penguinmails.mta.outcome.FailureScope;
import com.penguinmails.mta.outcome.Outcome;
import com.penguinmails.mta.time.Clock;
import java.util.List;

/**
 * What a failure to reach a site means for its other mail. A site that refuses one source is tried from the others; one that
 * cannot be reached at all, or by no source any more, costs one probe: what is ready has the outcome of the failure, and no
 * connection is tried before the shortest pause of the retry schedule. While other connections to the site are open, only no
 * more are opened. For one thread.
 */
final class SiteFailures {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Connections connections;
    private final Drains drains;
    private final RetrySchedule schedule;
    private final Clock clock;

    SiteFailures(Connections connections, Drains drains, RetrySchedule schedule, Clock clock) {
        this.connections = connections;
        this.drains = drains;
        this.schedule = schedule;
        this.clock = clock;
    }

    void reached(Path path) {
        path.failures = 0;
        path.site.failures = 0;
        path.site.proven = true;
    }

    void notReached(Path path, Outcome outcome, FailureScope scope) {
        Site site = path.site;
        if (site.isSuspended(clock.nanoTime())) {
            return;
        }
        path.failures++;
        path.suspendedUntilNanos = pauseEnd(path.failures);
        path.site.lastFailure = outcome.status().diagnostic();
        if (site.open > 0) {
            return;
        }
        site.proven = false;
        boolean refusedThisSource = outcome.status().reply() != null && scope != FailureScope.SITE;
        if (!refusedThisSource || !connections.hasUsableSource(site)) {
            suspend(path, outcome);
        }
    }

    /** A transaction showed that the whole site takes no mail now. */
    void siteGone(Path path, List<Outcome> outcomes) {
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Outcome.Deferred && !path.site.isSuspended(clock.nanoTime())) {
                suspend(path, outcome);
                return;
            }
        }
    }

    private void suspend(Path path, Outcome outcome) {
        Site site = path.site;
        site.failures++;
        site.suspendedUntilNanos = pauseEnd(site.failures);
        site.lastFailure = outcome.status().diagnostic();
        for (Lane lane : List.copyOf(site.lanes.values())) {
            DomainQueue queue = lane.line.next();
            while (queue != null) {
                drains.drain(queue, outcome, path.source.name(), site.key.name());
                queue = lane.line.next();
            }
        }
    }

    private long pauseEnd(int failures) {
        return clock.nanoTime() + schedule.shortestMillis(failures) * NANOS_PER_MILLI;
    }
}
