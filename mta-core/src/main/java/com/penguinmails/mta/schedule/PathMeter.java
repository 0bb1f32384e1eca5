package com.penguinmails.mta.schedule;

import com.penguinmails.mta.outcome.BounceClass;
import com.penguinmails.mta.outcome.Outcome;

/**
 * Measures one path: how fast mail leaves, how fast one connection is while it is at work, both over about the last minute, and what
 * the receiver made of it, over about the last five; what is older counts exponentially less. For one thread.
 */
final class PathMeter {
    private static final double MINUTE_NANOS = 60e9;
    private static final double OUTCOMES_NANOS = 300e9;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Decaying begun = new Decaying(MINUTE_NANOS);
    private final Decaying done = new Decaying(MINUTE_NANOS);
    private final Decaying worked = new Decaying(MINUTE_NANOS);
    private final Decaying openings = new Decaying(MINUTE_NANOS);
    private final Decaying openingNanos = new Decaying(MINUTE_NANOS);
    private final Decaying outcomes = new Decaying(OUTCOMES_NANOS);
    private final Decaying refusals = new Decaying(OUTCOMES_NANOS);
    private long firstNanos = Long.MIN_VALUE;
    private String lastRefusal = "";

    /** Recipients were given to a connection. */
    void begun(int recipients, long nowNanos) {
        if (firstNanos == Long.MIN_VALUE) {
            firstNanos = nowNanos;
        }
        begun.add(recipients, nowNanos);
    }

    /** Recipients have their outcome, and their connection was at work for so long since it was accounted for the last time. */
    void done(int recipients, long workedNanos, long nowNanos) {
        done.add(recipients, nowNanos);
        worked.add((double) workedNanos, nowNanos);
    }

    /** A connection was opened, in so long. */
    void opened(long took, long nowNanos) {
        openings.add(1, nowNanos);
        openingNanos.add((double) took, nowNanos);
    }

    /** A recipient has its outcome; what concerns its address alone says nothing of the path. */
    void outcome(Outcome outcome, long nowNanos) {
        outcomes.add(1, nowNanos);
        if (concernsPath(outcome)) {
            refusals.add(1, nowNanos);
            lastRefusal = outcome.status().diagnostic();
        }
    }

    private static boolean concernsPath(Outcome outcome) {
        BounceClass refused = switch (outcome) {
            case Outcome.Deferred deferred -> deferred.bounceClass();
            case Outcome.Bounced bounced -> bounced.bounceClass();
            default -> BounceClass.BAD_MAILBOX;
        };
        return switch (refused) {
            case BAD_MAILBOX, BAD_DOMAIN, INACTIVE_MAILBOX, MAILBOX_FULL, MESSAGE_TOO_LARGE, RENDERING, UNSUPPORTED ->
                false;
            default -> true;
        };
    }

    /** Recipients a second that left. */
    double perSecond(long nowNanos) {
        double seen = firstNanos == Long.MIN_VALUE ? 0 : nowNanos - firstNanos;
        double window = MINUTE_NANOS * (1 - Math.exp(-seen / MINUTE_NANOS));
        return window <= 0 ? 0 : begun.at(nowNanos) / window * NANOS_PER_SECOND;
    }

    /** Recipients a second that one connection serves while it is at work; 0 when it is not known. */
    double perSecondOfConnection(long nowNanos) {
        double nanos = worked.at(nowNanos);
        return nanos <= 0 ? 0 : done.at(nowNanos) / nanos * NANOS_PER_SECOND;
    }

    /** How long it takes to open a connection, in seconds; 0 when it is not known. */
    double openingSeconds(long nowNanos) {
        double count = openings.at(nowNanos);
        return count <= 0 ? 0 : openingNanos.at(nowNanos) / count / NANOS_PER_SECOND;
    }

    /** Recipients that have their outcome, in about the last five minutes. */
    double outcomes(long nowNanos) {
        return outcomes.at(nowNanos);
    }

    /** Those of them that were deferred or refused, but for addresses that do not exist. */
    double refusals(long nowNanos) {
        return refusals.at(nowNanos);
    }

    /** What was said with the last of these; empty for none. */
    String lastRefusal() {
        return lastRefusal;
    }
}
