package com.penguinmails.mta.schedule;

import static com.penguinmails.mta.schedule.SlotTable.NONE;

import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.shape.FairShare;
import com.penguinmails.mta.shape.Throttle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Mail of one tenant, campaign, sending domain and priority class for one receiving domain. Those ready are a list through their slots; those waiting are
 * only in the timer wheel and counted here. For one thread.
 *
 * <p>Its recipients that are ready stand before one gate at a time ({@link Phase}), in the order of the phases; every gate is
 * looked at again when the one before it opens.
 */
final class DomainQueue extends FairShare.Member {
    /** Which gate its ready recipients stand before. */
    enum Phase {
        /** Nothing is ready. */
        IDLE,
        /** At a rate of the first gate; it is in that throttle's line. */
        THROTTLED,
        /** At the resolution of its domain. */
        RESOLVING,
        /** In a lane of its site. */
        ACTIVE,
        /** The ready ones are being given the outcome of a failure that concerns all of them. */
        DRAINING
    }

    final QueueKey key;
    final int number;
    final DomainRoute route;
    List<Throttle<DomainQueue>> throttles = List.of();
    Phase phase = Phase.IDLE;
    /** Since when it stands before that gate, in milliseconds since 1970; 0: not known. */
    long phaseSinceMillis;
    /** The throttle in whose line it is. */
    @Nullable
    Throttle<DomainQueue> waitsAt;
    /** The lane in whose line it is. */
    @Nullable
    Lane lane;
    int readyHead = NONE;
    int readyTail = NONE;
    int ready;
    int waiting;
    /** Being prepared, sent or settled. */
    int inFlight;
    /** Since when it has not been empty, in milliseconds since 1970. */
    long sinceMillis = Long.MAX_VALUE;
    String lastDiagnostic = "";
    /** When it was last told that a limit holds it, in milliseconds since 1970. */
    long notedMillis;
    String notedReason = "";

    DomainQueue(QueueKey key, int number, DomainRoute route) {
        this.key = key;
        this.number = number;
        this.route = route;
    }

    /** It stands before another gate now. */
    void enter(Phase next, long nowMillis) {
        phase = next;
        phaseSinceMillis = nowMillis;
    }

    int size() {
        return ready + waiting + inFlight;
    }

    @Override
    protected String tenant() {
        return key.tenant();
    }

    @Override
    protected String campaign() {
        return key.campaign();
    }

    @Override
    protected PriorityClass priority() {
        return key.priority();
    }
}
