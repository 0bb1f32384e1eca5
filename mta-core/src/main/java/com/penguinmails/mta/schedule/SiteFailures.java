package com.penguinmails.mta.schedule;

import com.penguinmails.mta.message.MailSelector;
import com.penguinmails.mta.outcome.FailureScope;
import com.penguinmails.mta.outcome.Outcome;
import com.penguinmails.mta.shape.PathFeedback;
import com.penguinmails.mta.time.Clock;
import java.util.List;

/**
 * What a failure to reach a site means for its other mail. A site that refuses one source is tried from the others, and so is
 * one that does not answer a source of which it is not known whether it reaches anybody; one that does not answer a source which
 * reaches others, or is reached by no source any more, costs that one probe: what is ready has the outcome of the failure, and no
 * connection is tried before the shortest pause of the retry schedule. While other connections to the site are open, only no
 * more are opened. For one thread.
 */
final class SiteFailures {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long CROWDED_PAUSE_NANOS = 5_000_000_000L;

    private final SiteTable sites;
    private final SourceStates sources;
    private final Connections connections;
    private final Drains drains;
    private final RetrySchedule schedule;
    private final Clock clock;

    SiteFailures(Parts parts, Connections connections, Drains drains) {
        this.sites = parts.sites();
        this.sources = parts.sources();
        this.connections = connections;
        this.drains = drains;
        this.schedule = parts.schedule();
        this.clock = parts.clock();
    }

    /** What it shares with the rest of the queue. */
    record Parts(SiteTable sites, SourceStates sources, RetrySchedule schedule, Clock clock) {}

    void reached(Path path) {
        path.failures = 0;
        path.unanswered = false;
        path.site.failures = 0;
        path.site.proven = true;
        sources.reached(path);
    }

    void notReached(Session session, Outcome outcome, FailureScope scope) {
        Path path = session.path;
        boolean answered = outcome.status().reply() != null;
        if (scope == FailureScope.SOURCE) {
            sources.unusable(path.source.name(), outcome.status().diagnostic());
            return;
        }
        boolean ofThisSource = scope != FailureScope.SITE
                && (answered || sources.isDoubtful(path.source.name(), session.triedNanos));
        if (answered) {
            sources.answered(path.source.name());
        } else {
            sources.unanswered(path);
        }
        if (!path.site.isSuspended(clock.nanoTime()) && !isOnlyCrowded(path, outcome)) {
            notReached(path, outcome, ofThisSource);
        }
    }

    /**
     * A receiver that has no room for one more connection is there. While others of the path are open they do the work, and how
     * many there may be is learned; if there is none, the next is tried after a pause, and only if that is refused too, the site
     * takes no mail from this source now.
     */
    private boolean isOnlyCrowded(Path path, Outcome outcome) {
        if (!PathFeedback.isAboutConnections(outcome)) {
            return false;
        }
        if (path.gate.connections() > path.opening) {
            return true;
        }
        if (path.failures > 0 || !path.site.proven) {
            return false;
        }
        path.failures++;
        path.suspendedUntilNanos = clock.nanoTime() + CROWDED_PAUSE_NANOS;
        path.site.lastFailure = outcome.status().diagnostic();
        sites.realign(path.site);
        return true;
    }

    private void notReached(Path path, Outcome outcome, boolean ofThisSource) {
        Site site = path.site;
        if (path.failures == 0) {
            path.failedSinceMillis = clock.millis();
        }
        path.failures++;
        path.lastFailure = outcome.status().diagnostic();
        path.suspendedUntilNanos = pauseEnd(path.failures);
        site.lastFailure = outcome.status().diagnostic();
        sites.realign(site);
        if (site.open > 0) {
            return;
        }
        site.proven = false;
        if (!ofThisSource || !connections.hasUsableSource(site)) {
            suspend(path, outcome);
        }
    }

    /** The site is tried now, as if it had not failed. */
    void tryAgain(Site site, MailSelector selector) {
        if (site.failures == 0 && site.paths.values().stream().noneMatch(path -> path.failures > 0)) {
            return;
        }
        site.suspendedUntilNanos = clock.nanoTime();
        for (Path path : site.paths.values()) {
            if (selector.matchesSource(path.source.name())) {
                path.suspendedUntilNanos = clock.nanoTime();
            }
        }
        sites.realign(site);
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
        if (site.failures == 0) {
            site.failedSinceMillis = clock.millis();
        }
        site.failures++;
        site.suspendedUntilNanos = pauseEnd(site.failures);
        site.lastFailure = outcome.status().diagnostic();
        for (Lane lane : site.takeLanes()) {
            drains.drain(lane, outcome, path.source.name());
        }
    }

    private long pauseEnd(int failures) {
        return clock.nanoTime() + schedule.shortestMillis(failures) * NANOS_PER_MILLI;
    }
}
