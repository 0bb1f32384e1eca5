package com.penguinmails.mta.schedule;

import static com.penguinmails.mta.schedule.SlotTable.NONE;

import com.penguinmails.mta.message.SpoolRef;
import com.penguinmails.mta.schedule.MailQueue.PathSummary;
import com.penguinmails.mta.schedule.MailQueue.QueueSummary;
import com.penguinmails.mta.schedule.MailQueue.RecipientState;
import com.penguinmails.mta.shape.Throttle;
import com.penguinmails.mta.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says in words where mail is and what it waits for. Changes nothing. For one thread. */
final class QueueSnapshots {
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** What a queue's ready recipients wait for. */
    private record Hold(String state, String reason, long releaseMillis) {}

    private final RecipientStore store;
    private final SiteTable sites;
    private final SiteAlarms alarms;
    private final Clock clock;

    QueueSnapshots(RecipientStore store, SiteTable sites, SiteAlarms alarms, Clock clock) {
        this.store = store;
        this.sites = sites;
        this.alarms = alarms;
        this.clock = clock;
    }

    List<QueueSummary> queues(int limit) {
        return store.queues().all().stream().sorted(Comparator.comparingInt(DomainQueue::size).reversed()).limit(limit)
                .map(this::summary).toList();
    }

    List<PathSummary> paths(int limit) {
        List<PathSummary> summaries = new ArrayList<>();
        for (Site site : sites.all()) {
            for (Path path : site.paths.values()) {
                if (summaries.size() < limit) {
                    summaries.add(summary(site, path));
                }
            }
        }
        return summaries;
    }

    List<RecipientState> states(long acceptance) {
        SlotTable slots = store.slots();
        List<RecipientState> states = new ArrayList<>();
        for (int slot = store.first(acceptance); slot != NONE; slot = slots.sibling(slot)) {
            Hold hold = hold(slot);
            states.add(new RecipientState(slots.index(slot), new SpoolRef(slots.place(slot)), hold.state(),
                    slots.reason(slot), hold.reason(),
                    slots.attempts(slot), hold.releaseMillis()));
        }
        return states;
    }

    private QueueSummary summary(DomainQueue queue) {
        Hold hold = queue.ready > 0 ? hold(queue) : notReady(queue);
        String site = queue.route.plan == null ? "" : queue.route.plan.site();
        return new QueueSummary(queue.key.tenant(), queue.key.campaign(), queue.key.domain(), site, queue.size(),
                queue.inFlight, hold.state(), hold.reason(), queue.sinceMillis, hold.releaseMillis(),
                queue.lastDiagnostic);
    }

    private PathSummary summary(Site site, Path path) {
        long now = clock.nanoTime();
        int inFlight = path.sessions.stream().flatMap(session -> session.open.values().stream())
                .mapToInt(transaction -> transaction.slots.size()).sum();
        boolean suspended = site.isSuspended(now) || path.isSuspended(now);
        String reason = suspended ? "unreachable: " + site.lastFailure : path.gate.reason(now);
        long release = site.isWithoutMail() ? Long.MAX_VALUE : alarms.releaseNanos(site);
        return new PathSummary(path.source.name(), site.key.name(), site.ready, path.gate.connections(),
                path.gate.limits().connections(), inFlight, reason, millis(release));
    }

    private Hold hold(int slot) {
        SlotTable slots = store.slots();
        DomainQueue queue = store.queueOf(slot);
        return switch (slots.state(slot)) {
            case WAITING -> waiting(slot, queue);
            case READY -> hold(queue);
            case PREPARING, SENDING, SETTLING, FREE -> new Hold("sending", "", 0);
        };
    }

    private Hold waiting(int slot, DomainQueue queue) {
        long due = store.slots().due(slot);
        return switch (store.slots().reason(slot)) {
            case SCHEDULED -> new Hold("scheduled", "scheduled by its sender", due);
            case CONTENT_UNAVAILABLE, LIMITED, SUSPENDED -> new Hold("delayed", queue.lastDiagnostic, due);
            default -> new Hold("deferred", queue.lastDiagnostic, due);
        };
    }

    private Hold hold(DomainQueue queue) {
        return switch (queue.phase) {
            case THROTTLED -> throttled(queue.waitsAt);
            case RESOLVING -> queue.route.failures > 0
                    ? new Hold("deferred", queue.route.lastFailure, millis(queue.route.retryNanos))
                    : new Hold("resolving", "", 0);
            case ACTIVE -> active(queue.lane == null ? null : queue.lane.site);
            case DRAINING -> new Hold("deferred", queue.lastDiagnostic, 0);
            case IDLE -> new Hold("ready", "", 0);
        };
    }

    private Hold throttled(@Nullable Throttle<DomainQueue> throttle) {
        return throttle == null
                ? new Hold("ready", "", 0)
                : new Hold("delayed", throttle.describe(), millis(throttle.bucket().releaseNanos(clock.nanoTime())));
    }

    private Hold active(@Nullable Site site) {
        if (site == null) {
            return new Hold("ready", "", 0);
        }
        if (site.isSuspended(clock.nanoTime())) {
            return new Hold("deferred", "site unreachable: " + site.lastFailure, millis(site.suspendedUntilNanos));
        }
        String reason = alarms.reason(site);
        return reason.isEmpty()
                ? new Hold("ready", "", 0)
                : new Hold("delayed", reason, millis(alarms.releaseNanos(site)));
    }

    /** Nothing is ready: everything waits for its time or is on its way. */
    private Hold notReady(DomainQueue queue) {
        if (queue.waiting == 0) {
            return new Hold("ready", "", 0);
        }
        boolean failed = !queue.lastDiagnostic.isEmpty();
        return new Hold(failed ? "deferred" : "scheduled", queue.lastDiagnostic, 0);
    }

    private long millis(long nanos) {
        return nanos == Long.MAX_VALUE ? 0 : clock.millis() + (nanos - clock.nanoTime()) / NANOS_PER_MILLI;
    }
}
