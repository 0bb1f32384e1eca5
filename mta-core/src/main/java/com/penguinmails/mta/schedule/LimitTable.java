package com.penguinmails.mta.schedule;

import com.penguinmails.mta.config.LimitConfig;
import com.penguinmails.mta.config.ShapingConfig;
import com.penguinmails.mta.shape.LimitCounter;
import com.penguinmails.mta.shape.LimitKey;
import com.penguinmails.mta.shape.LimitRules;
import com.penguinmails.mta.shape.LimitRules.Gate;
import com.penguinmails.mta.shape.LimitRules.Match;
import com.penguinmails.mta.shape.LimitRules.Subject;
import com.penguinmails.mta.shape.PathGate;
import com.penguinmails.mta.shape.Providers;
import com.penguinmails.mta.shape.ShareWeights;
import com.penguinmails.mta.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Every counter of a limit that holds for a queue or a path, or has something to remember: made when it is first needed, forgotten
 * once it has rested. For one thread.
 */
final class LimitTable {
    private static final int MIN_SWEEP = 1024;

    private final Map<LimitKey, LimitLine> lines = new HashMap<>();
    private final ShareWeights weights;
    private final Clock clock;
    private LimitRules rules;
    private int sweepAt = MIN_SWEEP;
    /** When every rate counts as used up, whichever counter comes later; {@link Long#MIN_VALUE}: never. */
    private long usedUpNanos = Long.MIN_VALUE;

    LimitTable(ShapingConfig shaping, Clock clock) {
        this.weights = new ShareWeights(shaping.shares());
        this.rules = new LimitRules(shaping.limits());
        this.clock = clock;
    }

    ShareWeights weights() {
        return weights;
    }

    /**
     * Holds other limits from now on. A counter of a limit of the same name and with the same values goes on with what it has
     * gathered. Nothing may wait for any meanwhile, and every queue and path asks for its limits again afterwards.
     */
    void change(ShapingConfig shaping) {
        weights.change(shaping.shares());
        rules = new LimitRules(shaping.limits());
        Map<String, LimitConfig> byName = new HashMap<>();
        shaping.limits().forEach(limit -> byName.put(limit.name(), limit));
        long now = clock.nanoTime();
        lines.values().removeIf(line -> {
            // A site that the limit matches no more would never end its turn: others would wait for that, and the timer wake for it.
            line.messageTurns.clear();
            line.connectionTurns.clear();
            LimitConfig limit = byName.get(line.counter.key().limit());
            if (limit == null || !limit.per().equals(line.counter.limit().per())) {
                return true;
            }
            line.counter.change(limit, now);
            return false;
        });
    }

    /** Begins as if every rate had been used up just now. */
    void useUp() {
        usedUpNanos = clock.nanoTime();
        lines.values().forEach(line -> line.counter.useUp(usedUpNanos));
    }

    /** What a path counts by itself begins as all else does. */
    void begin(PathGate gate) {
        if (usedUpNanos != Long.MIN_VALUE) {
            gate.useUp(usedUpNanos);
        }
    }

    /** What holds for a queue's mail before its site is known. */
    void hold(DomainQueue queue) {
        drop(queue);
        queue.limits = lines(Gate.MAIL, subject(queue.key));
        hold(queue.limits);
    }

    /** What holds for a queue's mail to that site, whatever its source. */
    void holdAt(DomainQueue queue, Site site) {
        if (site.key.equals(queue.limitsAt)) {
            return;
        }
        queue.limitsAt = site.key;
        drop(queue.attemptLimits.values());
        queue.attemptLimits.clear();
        if (rules.hasAny(Gate.SITE)) {
            Subject subject = subject(queue.key);
            LimitLine[] old = queue.limits;
            queue.limits = join(lines(Gate.MAIL, subject),
                    lines(Gate.SITE, subject.to(site.key.name(), site.provider)));
            hold(queue.limits);
            drop(old);
        }
    }

    /** What holds for a queue's mail beside that when it leaves from this source. */
    LimitLine[] atAttempt(DomainQueue queue, Path path) {
        if (!rules.hasAny(Gate.ATTEMPT)) {
            return LimitLine.NONE;
        }
        return queue.attemptLimits.computeIfAbsent(path.source.name(), source -> {
            LimitLine[] found = lines(Gate.ATTEMPT, subject(queue.key, path.site, source));
            hold(found);
            return found;
        });
    }

    /** What would hold for a queue's mail beside that if it left for this site from this source; makes no counter. */
    List<Match> matchingAtAttempt(DomainQueue queue, Site site, String source) {
        return rules.hasAny(Gate.ATTEMPT)
                ? rules.matching(Gate.ATTEMPT, subject(queue.key, site, source))
                : List.of();
    }

    /** What a path shares with others. */
    LimitLine[] ofPath(Site site, String source) {
        LimitLine[] found = lines(Gate.PATH, Subject.ofPath(site.key.name(), site.provider, source));
        hold(found);
        return found;
    }

    /** The queue is forgotten. */
    void drop(DomainQueue queue) {
        drop(queue.limits);
        drop(queue.attemptLimits.values());
        queue.limits = LimitLine.NONE;
        queue.attemptLimits.clear();
        queue.limitsAt = null;
    }

    /** They hold for one less. */
    static void drop(LimitLine[] dropped) {
        for (LimitLine line : dropped) {
            line.holders--;
        }
    }

    private static void drop(Collection<LimitLine[]> dropped) {
        dropped.forEach(LimitTable::drop);
    }

    private static void hold(LimitLine[] held) {
        for (LimitLine line : held) {
            line.holders++;
        }
    }

    private static Subject subject(QueueKey key) {
        return new Subject(key.tenant(), key.campaign(), key.senderDomain(), key.domain(), "", Providers.NONE, "");
    }

    private static Subject subject(QueueKey key, Site site, String source) {
        return subject(key).to(site.key.name(), site.provider).from(source);
    }

    private LimitLine[] lines(Gate gate, Subject subject) {
        List<Match> matches = rules.matching(gate, subject);
        if (matches.isEmpty()) {
            return LimitLine.NONE;
        }
        List<LimitLine> found = new ArrayList<>(matches.size());
        for (Match match : matches) {
            found.add(line(match));
        }
        return found.toArray(LimitLine[]::new);
    }

    private LimitLine line(Match match) {
        LimitLine line = lines.get(match.key());
        if (line == null) {
            sweep();
            line = new LimitLine(new LimitCounter(match.key(), match.limit(), clock.nanoTime()), weights);
            if (usedUpNanos != Long.MIN_VALUE) {
                line.counter.useUp(usedUpNanos);
            }
            lines.put(match.key(), line);
        }
        return line;
    }

    static LimitLine[] join(LimitLine[] first, LimitLine[] second) {
        if (first.length == 0 || second.length == 0) {
            return first.length == 0 ? second : first;
        }
        LimitLine[] joined = new LimitLine[first.length + second.length];
        System.arraycopy(first, 0, joined, 0, first.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }

    /** Forgets counters that have rested, each time there are twice as many as were left the last time. */
    private void sweep() {
        if (lines.size() < sweepAt) {
            return;
        }
        long now = clock.nanoTime();
        lines.values().removeIf(line -> line.isForgettable(now));
        sweepAt = Math.max(MIN_SWEEP, lines.size() * 2);
    }
}
