package com.penguinmails.mta.schedule;

import com.penguinmails.mta.config.LimitConfig;
import com.penguinmails.mta.config.Rate;
import com.penguinmails.mta.shape.LimitKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What one of {@code [[limits]]} lets through, one ceiling for each value that it has; several counters of it add up. Where it holds
 * for a part of the mail only, all of that can in the long run go as much faster as the part is smaller: it is not done before
 * the part is. Immutable.
 *
 * @param connectionPerSecond recipients a second of one connection as it was measured; 0 when it is not known
 * @param messagesPerConnection that paths allow at most; 0 when no path is known
 */
record LimitCeilings(double connectionPerSecond, int messagesPerConnection) {
    private static final double NANOS_PER_SECOND = 1e9;

    /** How many recipients a limit holds for, more than none, of how many that are asked about. */
    record Part(long bound, long all) {
        static final Part ALL = new Part(1, 1);

        double times() {
            return (double) all / bound;
        }

        String words() {
            return bound == all
                    ? ""
                    : String.format(Locale.ROOT, ", which holds for %,d of these %,d recipients", bound, all);
        }
    }

    /** Counters of one limit, and what they hold for. */
    record Counters(LimitConfig limit, LimitKey first, int count, double mailsPerSecond, Part part) {
        /** @param lines all of one limit, at least one */
        static Counters of(List<LimitLine> lines, Part part) {
            LimitLine first = lines.getFirst();
            return new Counters(first.counter.limit(), first.counter.key(), lines.size(),
                    lines.stream().mapToDouble(line -> line.counter.mailsPerSecond()).filter(rate -> rate > 0).average()
                            .orElse(0),
                    part);
        }
    }

    List<Ceiling> of(Counters counters) {
        LimitConfig limit = counters.limit();
        List<Ceiling> ceilings = new ArrayList<>();
        if (limit.rate() != null) {
            ceilings.add(ceiling(counters, "rate", "message rate limit of " + limit.rate(), "",
                    perSecond(limit.rate())));
        }
        if (limit.bytes() != null && counters.mailsPerSecond() > 0) {
            ceilings.add(ceiling(counters, "bytes", "byte rate limit of " + limit.bytes(),
                    ", for mail as large as the last", counters.mailsPerSecond()));
        }
        if (limit.connections() != null && connectionPerSecond > 0) {
            ceilings.add(ceiling(counters, "connections", "connection limit of " + limit.connections(),
                    String.format(Locale.ROOT, ", of which one serves %.1f recipients a second", connectionPerSecond),
                    limit.connections() * connectionPerSecond));
        }
        int messages = Math.min(Objects.requireNonNullElse(limit.messagesPerConnection(), Integer.MAX_VALUE),
                messagesPerConnection == 0 ? Integer.MAX_VALUE : messagesPerConnection);
        if (limit.connectionRate() != null && messages < Integer.MAX_VALUE) {
            ceilings.add(ceiling(counters, "connection_rate", "connection rate limit of " + limit.connectionRate(),
                    ", with " + messages + " messages each", perSecond(limit.connectionRate()) * messages));
        }
        return ceilings;
    }

    private static Ceiling ceiling(Counters counters, String key, String words, String more, double perSecond) {
        String others = counters.count() > 1 ? ", and " + (counters.count() - 1) + " more counters of it" : "";
        return new Ceiling(LimitBlockers.rule(counters.limit()),
                words + " (" + counters.first() + ")" + more + others + counters.part().words(),
                perSecond * counters.count() * counters.part().times(), LimitBlockers.raise(counters.limit(), key));
    }

    private static double perSecond(Rate rate) {
        return rate.count() * NANOS_PER_SECOND / rate.per().toNanos();
    }
}
