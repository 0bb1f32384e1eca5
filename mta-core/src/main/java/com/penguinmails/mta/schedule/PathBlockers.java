package com.penguinmails.mta.schedule;

import com.penguinmails.mta.shape.ConnectionWindow;
import com.penguinmails.mta.shape.LearnedRate;
import com.penguinmails.mta.shape.PathGate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What closes one path: a refusal of its source, and its limits. For one thread. */
final class PathBlockers {
    private final SiteTable sites;
    private final Instants instants;
    private final LimitBlockers shared;

    PathBlockers(SiteTable sites, Instants instants) {
        this.sites = sites;
        this.instants = instants;
        this.shared = new LimitBlockers(instants);
    }

    /** In order; empty when a connection of the source can take mail now, or may be opened. */
    List<Blocker> of(Site site, String source) {
        Path path = site.paths.get(source);
        boolean taker = path != null && (path.hasTaker(true) || path.hasTaker(false));
        List<Blocker> blockers = new ArrayList<>();
        if (!taker || sites.blocks().isStopped(site, source, instants.nowNanos())) {
            blockers.addAll(sites.blocks().explain(site, source, instants));
        }
        if (path != null) {
            addLimits(path, taker, blockers);
            shared.addOfPath(path, !taker, blockers);
        }
        return blockers;
    }

    /** As above, and what holds this queue's mail back on this source alone. */
    List<Blocker> of(DomainQueue queue, Lane lane, String source) {
        List<Blocker> blockers = of(lane.site, source);
        shared.addOfAttempt(queue, lane, source, blockers);
        return blockers;
    }

    private void addLimits(Path path, boolean taker, List<Blocker> blockers) {
        long now = instants.nowNanos();
        PathGate gate = path.gate;
        if (gate.limitReleaseNanos(now) > now) {
            boolean bytes = gate.limitReason(now).startsWith("byte");
            blockers.add(limit(path, bytes ? BlockerKind.BYTE_RATE : BlockerKind.MESSAGE_RATE,
                    bytes ? "bytes" : "rate", gate.limitReason(now) + on(path), gate.limitReleaseNanos(now),
                    "a recipient that has a token of it is sent"));
        }
        LearnedRate learned = gate.feedback().rate();
        if (learned.releaseNanos(now) > now) {
            blockers.add(learned(path, learned.describe(), learned.sinceNanos(), learned.releaseNanos(now),
                    "the receiver has answered"));
        }
        if (!taker) {
            addConnections(path, blockers);
        }
    }

    private void addConnections(Path path, List<Blocker> blockers) {
        long now = instants.nowNanos();
        PathGate gate = path.gate;
        ConnectionWindow window = gate.feedback().window();
        if (gate.isFull() && gate.allowedConnections() < gate.limits().connections()) {
            blockers.add(learned(path, window.describe(gate.limits().connections()), window.refusedAtNanos(),
                    window.isHeld(now) ? window.heldUntilNanos() : Long.MAX_VALUE,
                    "a connection has finished its mail, or the receiver takes one more"));
        } else if (gate.isFull()) {
            blockers.add(limit(path, BlockerKind.CONNECTIONS, "connections",
                    "connection limit of " + gate.limits().connections() + on(path) + ": all are at work",
                    Long.MAX_VALUE, "a connection has finished its mail"));
        } else if (gate.connectionReleaseNanos(now) > now) {
            blockers.add(limit(path, BlockerKind.CONNECTION_RATE, "connection_rate",
                    "connection rate limit of " + gate.limits().connectionRate() + on(path),
                    gate.connectionReleaseNanos(now), ""));
        }
    }

    private Blocker learned(Path path, String reason, long sinceNanos, long releaseNanos, String until) {
        return new Blocker(BlockerKind.LEARNED, path.source.name(), "feedback in shaping.toml", reason + on(path),
                sinceNanos == 0 ? 0 : instants.millis(sinceNanos), instants.millis(releaseNanos), until,
                "it follows the receiver by itself; another source has an allowance of its own");
    }

    /** What closes the site for every source, and then what closes this path. */
    List<Blocker> withSite(Path path) {
        List<Blocker> blockers = new ArrayList<>();
        if (path.site.isSuspended(instants.nowNanos())) {
            blockers.add(unreachable(path.site));
        }
        blockers.addAll(of(path.site, path.source.name()));
        return blockers;
    }

    /** The site could not be reached by any source. */
    Blocker unreachable(Site site) {
        return new Blocker(BlockerKind.SITE_UNREACHABLE, "", "queue.first_retry and queue.max_retry in node.toml",
                "site unreachable: " + site.lastFailure, site.failedSinceMillis,
                instants.millis(site.suspendedUntilNanos), "",
                "it is tried again by itself; a [[pool_rules]] of shaping.toml can lead its mail to another source");
    }

    /** Recipients a second that leave for a site, from one source or, with null, from all. */
    double perSecond(Site site, @Nullable String source) {
        Path path = source == null ? null : site.paths.get(source);
        if (source == null) {
            return perSecond(site);
        }
        return path == null ? 0 : path.meter.perSecond(instants.nowNanos());
    }

    /** Recipients a second that leave for a site. */
    double perSecond(Site site) {
        long now = instants.nowNanos();
        return site.paths.values().stream().mapToDouble(path -> path.meter.perSecond(now)).sum();
    }

    private Blocker limit(Path path, BlockerKind kind, String key, String reason, long releaseNanos, String until) {
        String rule = sites.rule(path, key);
        return new Blocker(kind, path.source.name(), rule, reason, 0, instants.millis(releaseNanos), until,
                LimitBlockers.raise(rule));
    }

    private static String on(Path path) {
        return " on path " + path.source.name() + " to " + path.site.key.name();
    }
}
