package com.penguinmails.mta.simulate;

import com.penguinmails.mta.schedule.MailQueue.QueueSummary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks at what holds mail from time to time, more often at the beginning: each second at first, then at a fixed small share of
 * the time that has passed, so that a run of a month costs little more than one of an hour. What was seen is taken to have held
 * since the look before. For one thread.
 */
final class HoldSampler {
    private static final long SECOND = 1_000_000_000;
    private static final long LOOKS_A_DOUBLING = 350;
    /** Summaries of queues that all looks may cost together, about. */
    private static final long AFFORDABLE_ROWS = 500_000;
    private static final long LEAST_LOOKS_A_DOUBLING = 10;

    private final Map<String, Hold> holds = new HashMap<>();
    private final long looksADoubling;
    private long lastNanos;
    private long nextNanos = SECOND;

    private static final class Hold {
        private final String kind;
        private final long firstNanos;
        private long lastNanos;
        private long boundNanos;
        private double heldNanos;
        private long most;
        private long now;

        private Hold(String kind, long firstNanos) {
            this.kind = kind;
            this.firstNanos = firstNanos;
        }
    }

    /** @param domains how many the audience has: the more, the fewer looks are affordable */
    HoldSampler(int domains) {
        looksADoubling = Math.clamp(AFFORDABLE_ROWS / (10L * domains), LEAST_LOOKS_A_DOUBLING, LOOKS_A_DOUBLING);
    }

    /** When to look next. */
    long nextNanos() {
        return nextNanos;
    }

    /** Looks at every queue. */
    void look(List<QueueSummary> queues, long nowNanos) {
        for (QueueSummary queue : queues) {
            String kind = kind(queue);
            if (!kind.isEmpty()) {
                holds.computeIfAbsent(queue.reason(), _ -> new Hold(kind, lastNanos)).now += queue.queued()
                        - queue.inFlight();
            }
        }
        for (Hold hold : holds.values()) {
            if (hold.now > 0) {
                hold.boundNanos += nowNanos - lastNanos;
                hold.heldNanos += (double) hold.now * (nowNanos - lastNanos);
                hold.most = Math.max(hold.most, hold.now);
                hold.lastNanos = nowNanos;
                hold.now = 0;
            }
        }
        lastNanos = nowNanos;
        nextNanos = nowNanos + Math.max(SECOND, nowNanos / looksADoubling);
    }

    private static String kind(QueueSummary queue) {
        if (queue.reason().isEmpty() || queue.queued() == queue.inFlight()) {
            return "";
        }
        return switch (queue.state()) {
            case "delayed" -> "limit";
            case "deferred" -> "receiver";
            default -> "";
        };
    }

    /** What was seen, that which held the most mail for the longest time first. */
    List<LimitHold> holds() {
        List<Map.Entry<String, Hold>> sorted = new ArrayList<>(holds.entrySet());
        sorted.sort(Comparator.comparingDouble((Map.Entry<String, Hold> entry) -> -entry.getValue().heldNanos)
                .thenComparing(Map.Entry::getKey));
        return sorted.stream().filter(entry -> entry.getValue().boundNanos > 0)
                .map(entry -> hold(entry.getKey(), entry.getValue())).toList();
    }

    private static LimitHold hold(String limit, Hold hold) {
        return new LimitHold(limit, hold.kind, hold.boundNanos / SECOND, hold.firstNanos / SECOND,
                hold.lastNanos / SECOND, hold.most, Math.round(hold.heldNanos / hold.boundNanos));
    }
}
