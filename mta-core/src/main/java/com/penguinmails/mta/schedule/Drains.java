package com.penguinmails.mta.schedule;

import com.penguinmails.mta.outcome.Outcome;
import com.penguinmails.mta.schedule.DomainQueue.Phase;
import com.penguinmails.mta.time.Clock;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives everything that is ready in a queue the outcome of one failure, without a connection for each: a dead site or domain
 * costs one probe. What becomes ready afterwards is not concerned. For one thread.
 */
final class Drains {
    private record Drain(DomainQueue queue, int count, Outcome outcome, @Nullable String source,
            @Nullable String site) {}

    /** What has failed for every queue in a lane that nobody serves any more. */
    private record LaneDrain(Lane lane, Outcome outcome, String source) {}

    private static final int QUEUES_AT_ONCE = 256;

    private final RecipientStore store;
    private final Settlement settlement;
    private final QueueGates gates;
    private final Clock clock;
    private final ArrayDeque<LaneDrain> lanes = new ArrayDeque<>();
    private final ArrayDeque<Drain> drains = new ArrayDeque<>();
    private int done;

    Drains(RecipientStore store, Settlement settlement, QueueGates gates, Clock clock) {
        this.store = store;
        this.settlement = settlement;
        this.gates = gates;
        this.clock = clock;
    }

    /** The same for all queues in a closed lane, one slice after the other. */
    void drain(Lane lane, Outcome outcome, String source) {
        lanes.addLast(new LaneDrain(lane, outcome, source));
    }

    /** The queue stands before no gate until its ready recipients have the outcome. */
    void drain(DomainQueue queue, Outcome outcome, @Nullable String source, @Nullable String site) {
        int count = queue.ready;
        gates.leave(queue);
        if (count > 0) {
            queue.enter(Phase.DRAINING, clock.millis());
            queue.lastDiagnostic = outcome.status().diagnostic();
            drains.addLast(new Drain(queue, count, outcome, source, site));
        }
    }

    /** Goes on as far as there is room; returns a number above 0 if it came further. */
    int work() {
        int settled = takeFromLanes();
        while (!drains.isEmpty() && settlement.room() > 0) {
            Drain drain = drains.getFirst();
            DomainQueue queue = drain.queue();
            if (done >= drain.count() || queue.ready == 0) {
                drains.removeFirst();
                done = 0;
                gates.readmit(queue);
                continue;
            }
            int slot = queue.readyHead;
            store.takeOut(slot, SlotState.SETTLING);
            settlement.settle(List.of(slot), drain.outcome(), drain.source(), drain.site());
            done++;
            settled++;
        }
        return settled;
    }

    private int takeFromLanes() {
        int taken = 0;
        while (taken < QUEUES_AT_ONCE && !lanes.isEmpty()) {
            LaneDrain next = lanes.getFirst();
            DomainQueue queue = next.lane().line.first();
            if (queue == null) {
                lanes.removeFirst();
            } else {
                drain(queue, next.outcome(), next.source(), next.lane().site.key.name());
                taken++;
            }
        }
        return taken;
    }

    /** Whether there is more to do when there is room. */
    boolean isEmpty() {
        return lanes.isEmpty() && drains.isEmpty();
    }
}
