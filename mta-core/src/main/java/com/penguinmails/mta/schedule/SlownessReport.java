package com.penguinmails.mta.schedule;

import java.util.List;

/**
 * Why some mail goes as slowly as it does: what is queued of it, what holds it, and how fast it could go. Immutable.
 *
 * @param of in words, which mail
 * @param queued recipients
 * @param ready those of them that are due
 * @param inFlight those on their way
 * @param queues how many queues hold it
 * @param perSecond how many recipients a second left for its sites in about the last minute
 * @param oldestMillis when the oldest was accepted, in milliseconds since 1970; 0: nothing is queued
 * @param ceilings what bounds it, the lowest first: the first binds, the others come next
 * @param held what holds it now, the most recipients first, as far as the {@value Slowness#MOST_QUEUES} longest queues tell
 */
public record SlownessReport(String of, long queued, long ready, long inFlight, int queues, double perSecond,
        long oldestMillis, List<Ceiling> ceilings, List<Held> held) {

    public SlownessReport {
        ceilings = List.copyOf(ceilings);
        held = List.copyOf(held);
    }

    /** Recipients that a blocker holds, counted where it is the first in their way. */
    public record Held(Blocker blocker, long recipients, int queues) {}
}
