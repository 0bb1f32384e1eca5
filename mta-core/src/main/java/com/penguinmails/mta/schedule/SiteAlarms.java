package com.penguinmails.mta.schedule;

import com.penguinmails.mta.schedule.Timers.Timer;
import com.penguinmails.mta.time.Clock;

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

    SiteAlarms(SiteTable sites, Timers timers, Clock clock, LimitNotes notes) {
        this.sites = sites;
        this.timers = timers;
        this.clock = clock;
        this.notes = notes;
    }

    void set(Site site) {
        long release = site.isWithoutMail() ? Long.MAX_VALUE : Math.min(releaseNanos(site), site.realignNanos);
        arm(site, release);
        if (release != Long.MAX_VALUE) {
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
        for (Lane lane : site.lanes.values()) {
            if (!lane.isEmpty()) {
                earliest = Math.min(earliest, releaseNanos(lane, now));
            }
        }
        return earliest;
    }

    /** In words, what holds the site's mail back; empty when nothing of ours does. */
    String reason(Site site) {
        for (Lane lane : site.lanes.values()) {
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
            } else if (path == null || path.gate.reason(now).isEmpty()) {
                return "";
            } else {
                held = path.gate.reason(now) + " on path " + source + " to " + lane.site.key.name();
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
        if (path.hasTaker(true) || path.hasTaker(false)) {
            return sites.blocks().isStopped(path.site, path.source.name(), now) ? shut : message;
        }
        if (shut > now) {
            return shut;
        }
        return path.gate.isFull() ? Long.MAX_VALUE : Math.max(message, path.gate.connectionReleaseNanos(now));
    }

    private void note(Site site) {
        long now = clock.millis();
        if (site.isSuspended(clock.nanoTime()) || now - site.notedMillis < NOTE_PAUSE_MILLIS) {
            return;
        }
        site.notedMillis = now;
        for (Lane lane : site.lanes.values()) {
            DomainQueue first = lane.line.next();
            String reason = first == null ? "" : reason(lane);
            if (first != null && !reason.isEmpty()) {
                notes.held(first, reason, releaseNanos(lane, clock.nanoTime()));
            }
        }
    }
}
