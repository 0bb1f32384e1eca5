package com.penguinmails.mta.schedule;

import com.penguinmails.mta.config.LimitConfig;
import com.penguinmails.mta.shape.LimitCounter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a limit that counts more than one path holds, in the words of an explanation. For one thread. */
final class LimitBlockers {
    private static final String OF_CONTROL_PLANE = " of the control plane";
    private final Instants instants;

    LimitBlockers(Instants instants) {
        this.instants = instants;
    }

    /** Adds what of the limits on a queue holds it, and the one that it waits its turn for. */
    void addOfQueue(DomainQueue queue, List<Blocker> blockers) {
        for (LimitLine line : queue.limits) {
            boolean held = addMessages(line, BlockerKind.QUEUE_LIMIT, "", queue.phaseSinceMillis, blockers);
            if (!held && queue.waitsAt == line) {
                boolean connection = queue.parkedAt != null && addConnections(line, BlockerKind.QUEUE_LIMIT, "",
                        queue.phaseSinceMillis, blockers);
                if (!connection) {
                    addTurn(line, BlockerKind.QUEUE_LIMIT, "", queue.phaseSinceMillis, blockers);
                }
            }
        }
    }

    /** Adds what of the limits on a queue's mail from one source holds it there. */
    void addOfAttempt(DomainQueue queue, Lane lane, String source, List<Blocker> blockers) {
        LimitLine[] lines = queue.attemptLimits.getOrDefault(source, LimitLine.NONE);
        Line.Place place = lines.length == 0 ? null : place(queue, lane, source);
        for (LimitLine line : lines) {
            boolean held = addMessages(line, BlockerKind.QUEUE_LIMIT, source, queue.phaseSinceMillis, blockers);
            if (!held && place != null && place.waitsAt == line) {
                boolean connection = place.parkedAt != null && addConnections(line, BlockerKind.QUEUE_LIMIT, source,
                        queue.phaseSinceMillis, blockers);
                if (!connection) {
                    addTurn(line, BlockerKind.QUEUE_LIMIT, source, queue.phaseSinceMillis, blockers);
                }
            }
        }
    }

    /** Adds what of the limits that a path shares with others closes it. */
    void addOfPath(Path path, boolean needsConnection, List<Blocker> blockers) {
        for (LimitLine line : path.shared) {
            BlockerKind rate = line.counter.messageReason(instants.nowNanos()).startsWith("byte")
                    ? BlockerKind.BYTE_RATE
                    : BlockerKind.MESSAGE_RATE;
            boolean held = addMessages(line, rate, path.source.name(), 0, blockers);
            if (!held && !line.messageTurns.isTurnOf(path.site)) {
                addTurn(line, rate, path.source.name(), 0, blockers);
            } else if (!held && needsConnection) {
                BlockerKind kind = line.counter.isFull() ? BlockerKind.CONNECTIONS : BlockerKind.CONNECTION_RATE;
                held = addConnections(line, kind, path.source.name(), 0, blockers);
                if (!held && !line.connectionTurns.isTurnOf(path.site)) {
                    addTurn(line, BlockerKind.CONNECTIONS, path.source.name(), 0, blockers);
                }
            }
        }
    }

    /** Where it is set. */
    static String rule(LimitLine line) {
        return rule(line.counter.limit());
    }

    /** Where it is set. */
    static String rule(LimitConfig limit) {
        String name = limit.name();
        if (LimitConfig.isQuota(name)) {
            return name + OF_CONTROL_PLANE;
        }
        return (name.startsWith(AutomationCodec.LIMIT)
                ? "[[automation]] " + AutomationCodec.ruleOf(name)
                : "[[limits]] " + name) + " in shaping.toml";
    }

    /** What an operator does about a rule that is too low. */
    static String raise(String rule) {
        if (rule.endsWith(OF_CONTROL_PLANE)) {
            return "raise the tenant's quota at the control plane";
        }
        return "raise " + rule + ", then: penguin config reload";
    }

    private boolean addMessages(LimitLine line, BlockerKind kind, String source, long since, List<Blocker> blockers) {
        long now = instants.nowNanos();
        String reason = line.counter.messageReason(now);
        if (!reason.isEmpty()) {
            String key = reason.startsWith("byte") ? "bytes" : "rate";
            blockers.add(new Blocker(kind, source, rule(line), reason, since,
                    instants.millis(line.counter.messageReleaseNanos(now)),
                    "a recipient that has a token of it is sent", raise(line, key)));
        }
        return !reason.isEmpty();
    }

    private boolean addConnections(LimitLine line, BlockerKind kind, String source, long since,
            List<Blocker> blockers) {
        long now = instants.nowNanos();
        LimitCounter counter = line.counter;
        String reason = counter.connectionReason(now);
        if (!reason.isEmpty()) {
            boolean full = counter.isFull();
            blockers.add(new Blocker(kind, source, rule(line), reason, since,
                    full ? 0 : instants.millis(counter.connectionReleaseNanos(now)),
                    full ? "a connection that counts for it ends" : "",
                    raise(line, full ? "connections" : "connection_rate")));
        }
        return !reason.isEmpty();
    }

    private static void addTurn(LimitLine line, BlockerKind kind, String source, long since, List<Blocker> blockers) {
        blockers.add(new Blocker(kind, source, rule(line),
                "the limit (" + line.counter.key() + "): others that it holds too are before it", since, 0, "its turn",
                raise(line, "")));
    }

    private static Line.@Nullable Place place(DomainQueue queue, Lane lane, String source) {
        for (Line.Place place : lane.line.waiting(queue)) {
            if (place.source.equals(source)) {
                return place;
            }
        }
        return null;
    }

    static String raise(LimitLine line, String key) {
        return raise(line.counter.limit(), key);
    }

    static String raise(LimitConfig limit, String key) {
        return limit.name().startsWith(AutomationCodec.LIMIT)
                ? "it ends by itself (penguin queue status), or when the rule is taken out and read again"
                : raise((key.isEmpty() ? "" : key + " of ") + rule(limit));
    }
}
