package com.penguinmails.mta.schedule;

import com.penguinmails.mta.schedule.Timers.Timer;
import com.penguinmails.mta.time.Clock;
import java.util.List;

/**
 * Wakes a site with mail at the instant at which a limit or a suspension lets something move again. What waits for a connection
 * to become ready, or for one to be opened, is woken by that. For one thread.
 */
final class SiteAlarms {
    private static final long NOTE_PAUSE_MILLIS = 1_000;

    private final SiteTable sites;
    private final Timers timers;
    private final Clock clock;
    private final LimitNotes notes;
    private final LimitGate limits;

    SiteAlarms(SiteTable sites, Timers timers, Clock clock, LimitNotes notes, LimitGate limits) {
        this.sites = sites;
        this.timers = timers;
        this.clock = clock;
        this.notes = notes;
        this.limits = limits;
    }

    void set(Site site) {
        boolean mail = !site.isWithoutMail();
        long wake = mail ? Math.min(wakeNanos(site), site.realignNanos) : Long.MAX_VALUE;
        for (Path path : site.paths.values()) {
            for (LimitLine line : path.shared) {
                limits.turnOver(site, line);
            }
        }
        arm(site, Math.min(wake, site.parkedNanos));
        if (mail) {
            note(site);
        }
    }

    /** A timer for the same instant stays: a cancelled one is kept until its instant, and a site is looked at for each mail. */
    private void arm(Site site, long release) {
        Timer armed = site.timer;
        if (armed != null && armed.deadlineNanos() == release) {
            return;
        }
        if (armed != null) {
            armed.cancel();
            site.timer = null;
        }
        if (release != Long.MAX_VALUE) {
            site.timer = timers.at(release, () -> {
                site.timer = null;
                sites.askPump(site);
            });
        }
    }

    /** The first instant after now at which a limit or a suspension ends; {@link Long#MAX_VALUE} when none holds. */
    long releaseNanos(Site site) {
        long now = clock.nanoTime();
        if (site.isSuspended(now)) {
            return site.suspendedUntilNanos;
        }
        long earliest = Long.MAX_VALUE;
        for (Lane lane : site.lanes()) {
            if (!lane.isEmpty()) {
                earliest = Math.min(earliest, releaseNanos(lane, now));
            }
        }
        return earliest;
    }

    /** In words, what holds the site's mail back; empty when nothing of ours does. */
    String reason(Site site) {
        for (Lane lane : site.lanes()) {
            String reason = lane.isEmpty() ? "" : reason(lane);
            if (!reason.isEmpty()) {
                return reason;
            }
        }
        return "";
    }

    /** In words, what holds the lane's mail back; empty when nothing of ours does. */
    String reason(Lane lane) {
        long now = clock.nanoTime();
        String shut = "";
        String held = "";
        for (String source : lane.key.sources()) {
            Path path = lane.site.paths.get(source);
            if (sites.blocks().isShut(lane.site, source, now)) {
                shut = sites.blocks().reason(lane.site, source, now);
            } else if (path == null || path.reason(now).isEmpty()) {
                return "";
            } else {
                held = path.reason(now) + " on path " + source + " to " + lane.site.key.name();
            }
        }
        return held.isEmpty() ? shut : held;
    }

    private long releaseNanos(Lane lane, long now) {
        long earliest = Long.MAX_VALUE;
        for (String source : lane.key.sources()) {
            Path path = lane.site.paths.get(source);
            long shut = sites.blocks().untilNanos(lane.site, source, now);
            long release = path == null ? shut : releaseNanos(path, shut, now);
            if (release > now) {
                earliest = Math.min(earliest, release);
            }
        }
        return earliest;
    }

    private long releaseNanos(Path path, long shut, long now) {
        long message = path.gate.messageReleaseNanos(now);
        for (LimitLine line : path.shared) {
            message = Math.max(message, line.counter.messageReleaseNanos(now));
        }
        if (path.hasTaker(true) || path.hasTaker(false)) {
            return sites.blocks().isStopped(path.site, path.source.name(), now) ? shut : message;
        }
        if (shut > now) {
            return shut;
        }
        return Math.max(message, connectionReleaseNanos(path, now));
    }

    private static long connectionReleaseNanos(Path path, long now) {
        long release = path.gate.isFull() ? Long.MAX_VALUE : path.gate.connectionReleaseNanos(now);
        for (LimitLine line : path.shared) {
            release = line.counter.isFull()
                    ? Long.MAX_VALUE
                    : Math.max(release, line.counter.connectionReleaseNanos(now));
        }
        return release;
    }

    /** When the site is to be looked at again. Where a limit that it shares is closed, it waits in that limit's line instead. */
    private long wakeNanos(Site site) {
        long now = clock.nanoTime();
        if (site.isSuspended(now)) {
            return site.suspendedUntilNanos;
        }
        long earliest = Long.MAX_VALUE;
        for (Lane lane : site.lanes()) {
            for (String source : lane.isEmpty() ? List.<String>of() : lane.key.sources()) {
                Path path = site.paths.get(source);
                long shut = sites.blocks().untilNanos(site, source, now);
                if (shut > now) {
                    sites.blocks().await(site, source);
                }
                long wake = path == null || !path.hasMail() ? shut : wakeNanos(path, shut, now);
                if (wake > now) {
                    earliest = Math.min(earliest, wake);
                }
            }
        }
        return earliest;
    }

    private long wakeNanos(Path path, long shut, long now) {
        boolean needsConnection = !path.hasTaker(true) && !path.hasTaker(false);
        if (needsConnection ? shut > now : sites.blocks().isStopped(path.site, path.source.name(), now)) {
            return shut;
        }
        if (needsConnection && path.gate.isFull()) {
            return Long.MAX_VALUE;
        }
        long own = path.gate.messageReleaseNanos(now);
        if (needsConnection) {
            own = Math.max(own, path.gate.connectionReleaseNanos(now));
        }
        return own > now ? own : waitForShared(path, needsConnection, now);
    }

    private long waitForShared(Path path, boolean needsConnection, long now) {
        LimitLine closed = path.closedForMessages(now);
        if (closed != null) {
            limits.holdMessage(path.site, closed);
        } else if (needsConnection) {
            closed = path.closedForConnections(now);
            if (closed != null) {
                limits.holdConnection(path.site, closed);
            }
        }
        return Long.MAX_VALUE;
    }

    private void note(Site site) {
        long now = clock.millis();
        if (site.isSuspended(clock.nanoTime()) || now - site.notedMillis < NOTE_PAUSE_MILLIS) {
            return;
        }
        site.notedMillis = now;
        for (Lane lane : site.lanes()) {
            DomainQueue first = lane.line.first();
            String reason = first == null ? "" : reason(lane);
            if (first != null && !reason.isEmpty()) {
                note(lane, first, reason);
            }
        }
    }

    /** That all connections are at work holds nothing for long and has no instant at which it ends. */
    private void note(Lane lane, DomainQueue first, String reason) {
        long now = clock.nanoTime();
        long release = releaseNanos(lane, now);
        boolean shut = lane.key.sources().stream().allMatch(source -> sites.blocks().isShut(lane.site, source, now));
        if (shut || release != Long.MAX_VALUE) {
            notes.held(first, reason, release);
        }
    }
}
