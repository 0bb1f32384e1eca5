package com.penguinmails.mta.schedule;

import com.penguinmails.mta.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** All queues that hold a recipient, by name and by number. A queue that is empty is forgotten. For one thread. */
final class QueueTable {
    private static final int MIN_SWEEP = 1024;

    private final Map<QueueKey, DomainQueue> byKey = new LinkedHashMap<>();
    private final Map<String, DomainRoute> routes = new HashMap<>();
    private final List<@Nullable DomainQueue> byNumber = new ArrayList<>();
    private final ArrayDeque<Integer> freeNumbers = new ArrayDeque<>();
    private final LimitTable limits;
    private final Clock clock;
    private int sweepAt = MIN_SWEEP;

    QueueTable(LimitTable limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /** The queue of that name, made if it is not there. */
    DomainQueue get(QueueKey key) {
        DomainQueue queue = byKey.get(key);
        return queue == null ? create(key) : queue;
    }

    DomainQueue get(int number) {
        return Objects.requireNonNull(byNumber.get(number), "a slot's queue is kept as long as the slot");
    }

    /** Forgets a queue that is empty and stands before no gate. */
    void removeIfEmpty(DomainQueue queue) {
        if (queue.size() > 0 || queue.phase != DomainQueue.Phase.IDLE) {
            return;
        }
        byKey.remove(queue.key);
        limits.drop(queue);
        byNumber.set(queue.number, null);
        freeNumbers.addLast(queue.number);
        queue.route.queues.remove(queue);
        if (queue.route.queues.isEmpty() && !queue.route.asked && queue.route.expiresMillis == 0) {
            routes.remove(queue.route.domain);
        }
    }

    /** The numbers of queues are below this. */
    int numbers() {
        return byNumber.size();
    }

    /** The queue of a number, or null where none has it now. */
    @Nullable
    DomainQueue at(int number) {
        return byNumber.get(number);
    }

    Collection<DomainQueue> all() {
        return byKey.values();
    }

    /** Looks at the rules again, after they have changed. */
    void applyLimits() {
        byKey.values().forEach(limits::hold);
    }

    private DomainQueue create(QueueKey key) {
        sweep();
        DomainRoute route = routes.computeIfAbsent(key.domain(), DomainRoute::new);
        Integer free = freeNumbers.pollFirst();
        int number = free == null ? byNumber.size() : free;
        DomainQueue queue = new DomainQueue(key, number, route);
        if (free == null) {
            byNumber.add(queue);
        } else {
            byNumber.set(number, queue);
        }
        byKey.put(key, queue);
        route.queues.add(queue);
        limits.hold(queue);
        return queue;
    }

    /** Forgets domains without mail whose answer has expired, each time there are twice as many as were left the last time. */
    private void sweep() {
        if (routes.size() < sweepAt) {
            return;
        }
        long now = clock.millis();
        routes.values().removeIf(route -> route.queues.isEmpty() && !route.asked && route.expiresMillis <= now);
        sweepAt = Math.max(MIN_SWEEP, routes.size() * 2);
    }
}
