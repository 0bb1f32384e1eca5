package com.penguinmails.mta.schedule;

import static com.penguinmails.mta.schedule.SlotTable.NONE;

import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.shape.Suspension;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Mail of one tenant, campaign, sending domain and priority class for one receiving domain. Recipients that are ready are a list
 * through their slots; those that wait are only in the timer wheel and counted here. For one thread.
 *
 * <p>Its recipients that are ready stand before one gate at a time ({@link Phase}), in the order of the phases; every gate is
 * looked at again when the one before it opens.
 */
final class DomainQueue extends Waiter {
    /** Which gate its ready recipients stand before. */
    enum Phase {
        /** Nothing is ready. */
        IDLE,
        /** At a suspension, until that ends or is taken back. */
        SUSPENDED,
        /** At a limit; it waits in that limit's line. */
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
    /** The limits that hold for its mail whatever its source, as far as they are known. */
    LimitLine[] limits = LimitLine.NONE;
    /** Those that hold beside them, by the source that it leaves from. */
    final Map<String, LimitLine[]> attemptLimits = new HashMap<>(0);
    /** The site that both were asked for; null before it is known. */
    Site.@Nullable Key limitsAt;
    /** The limits that let it on and whose token it has not used yet. */
    List<LimitLine> owing = List.of();
    /** Whether another limit holds it meanwhile. */
    boolean astray;
    Phase phase = Phase.IDLE;
    /** Since when it stands before that gate, in milliseconds since 1970; 0: not known. */
    long phaseSinceMillis;
    /** The last change of standing orders that it knew of when it looked at its gates. */
    int ordersSeen;
    /** The suspension that holds it. */
    @Nullable
    Suspension heldBy;
    /** The class that it is of as long as it stands in a line; another than its key's where that was ordered. */
    PriorityClass priorityNow;
    /** The lane in whose line it is. */
    @Nullable
    Lane lane;
    int readyHead = NONE;
    int readyTail = NONE;
    int ready;
    int waiting;
    /** Those of the waiting for whom their sender asked for a later time. */
    int scheduled;
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
        this.priorityNow = key.priority();
        this.number = number;
        this.route = route;
    }

    /** What holds what is ready and stands in no lane, told by its phase alone. */
    BlockerKind phaseKind() {
        return switch (phase) {
            case SUSPENDED -> BlockerKind.SUSPENDED;
            case THROTTLED -> BlockerKind.QUEUE_LIMIT;
            case RESOLVING -> route.failures > 0 ? BlockerKind.RESOLUTION_FAILED : BlockerKind.RESOLVING;
            case DRAINING -> BlockerKind.DRAINING;
            case ACTIVE, IDLE -> BlockerKind.TURN;
        };
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
    DomainQueue queue() {
        return this;
    }
}
