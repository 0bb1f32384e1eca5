package com.penguinmails.testkit.smtp;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/** A rule with what it has counted. Thread-safe. */
final class ArmedRule {
    /** Beyond this many pairs or sources new ones pass: a receiver under load must not grow without bound. */
    private static final int REMEMBERED_MAX = 1_000_000;

    private final Rule rule;
    private final InstantSource clock;
    private final AtomicLong events = new AtomicLong();
    private final ConcurrentMap<String, Span> pairs = new ConcurrentHashMap<>();
    private final ConcurrentMap<InetAddress, Span> windows = new ConcurrentHashMap<>();

    ArmedRule(Rule rule, InstantSource clock) {
        this.rule = rule;
        this.clock = clock;
    }

    Action action() {
        return rule.action();
    }

    boolean fires(Situation situation, List<String> recipients) {
        return matches(situation, recipients) && isOccasion(situation, recipients);
    }

    private boolean matches(Situation situation, List<String> recipients) {
        return rule.from().matches(situation.reversePath())
                && (rule.to().equals(AddressPattern.ANY) || recipients.stream().anyMatch(rule.to()::matches));
    }

    private boolean isOccasion(Situation situation, List<String> recipients) {
        return switch (rule.occasion()) {
            case Occasion.Always _ -> true;
            case Occasion.Fraction(double share, long seed) -> unit(seed, events.incrementAndGet()) < share;
            case Occasion.EveryNth(int n) -> events.incrementAndGet() % n == 0;
            case Occasion.First(int tries) -> events.incrementAndGet() <= tries;
            case Occasion.Greylist grey -> isGrey(grey, situation.reversePath() + " " + String.join(" ", recipients));
            case Occasion.OverRate rate -> isOver(rate, situation.source());
            case Occasion.OverConnections(int limit, boolean perSource) -> situation.openConnections(perSource) > limit;
            case Occasion.FromSource(InetAddress address) -> situation.source().equals(address);
            case Occasion.AfterMessages(int messages) -> situation.messagesOnConnection() >= messages;
        };
    }

    private boolean isGrey(Occasion.Greylist grey, String pair) {
        if (pairs.size() >= REMEMBERED_MAX && !pairs.containsKey(pair)) {
            return false;
        }
        Instant now = clock.instant();
        Span span = pairs.merge(pair, new Span(now, 1), (known, _) -> known.next());
        return span.count() <= grey.tries() || now.isBefore(span.start().plus(grey.minimumDelay()));
    }

    private boolean isOver(Occasion.OverRate rate, InetAddress source) {
        if (windows.size() >= REMEMBERED_MAX && !windows.containsKey(source)) {
            return false;
        }
        Instant now = clock.instant();
        Span span = windows.merge(source, new Span(now, 1),
                (known, fresh) -> known.isOver(now, rate.period()) ? fresh : known.next());
        return span.count() > rate.limit();
    }

    /** A number of [0, 1) from the seed and the event's number: the finalizer of SplitMix64. */
    private static double unit(long seed, long n) {
        long z = seed + n * 0x9e3779b97f4a7c15L;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return ((z ^ z >>> 31) >>> 11) * 0x1.0p-53;
    }

    private record Span(Instant start, int count) {
        Span next() {
            return new Span(start, count + 1);
        }

        boolean isOver(Instant now, Duration period) {
            return !now.isBefore(start.plus(period));
        }
    }
}
