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
        long release = site.isWithoutMail() ? Long.MAX_VALUE : releaseNanos(site);
        arm(site, release);
        if (release != Long.MAX_VALUE) {
            note(site, release);
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
        for (Path path : site.paths.values()) {
            long release = releaseNanos(path, now);
            if (release > now) {
                earliest = Math.min(earliest, release);
            }
        }
        return earliest;
    }

    /** In words, what holds the site's mail back; empty when nothing of ours does. */
    String reason(Site site) {
        long now = clock.nanoTime();
        for (Path path : site.paths.values()) {
            String reason = path.gate.reason(now);
            if (!reason.isEmpty()) {
                return reason + " on path " + path.source.name() + " to " + site.key.name();
            }
        }
        return "";
    }

    private static long releaseNanos(Path path, long now) {
        long message = path.gate.messageReleaseNanos(now);
        if (path.hasTaker(true) || path.hasTaker(false)) {
            return message;
        }
        if (path.isSuspended(now)) {
            return path.suspendedUntilNanos;
        }
        return path.gate.isFull() ? Long.MAX_VALUE : Math.max(message, path.gate.connectionReleaseNanos(now));
    }

    private void note(Site site, long release) {
        long now = clock.millis();
        if (site.isSuspended(clock.nanoTime()) || now - site.notedMillis < NOTE_PAUSE_MILLIS) {
            return;
        }
        site.notedMillis = now;
        for (Lane lane : site.lanes.values()) {
            DomainQueue first = lane.line.next();
            if (first != null) {
                notes.held(first, reason(site), release);
            }
        }
    }
}
