package com.penguinmails.mta.schedule;

import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.shape.FairShare;
import com.penguinmails.mta.shape.WeightedTurns;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is among the lanes that one path serves. Where there is but one, which is the rule, that lane's own order holds.
 * Among several the same law as within one: transactional mail goes first, but of {@value FairShare#BULK_TURN} turns in a row
 * at least one is bulk mail's; lanes of the same class take turns. For one thread.
 */
final class LaneTurns {
    private final WeightedTurns<Lane> turns = new WeightedTurns<>();
    private final List<Lane> first = new ArrayList<>();
    private final List<Lane> second = new ArrayList<>();
    private int turnsBeforeBulk;

    /** The queue whose turn it is in the lanes that hold mail for the source, or null when there is none. */
    @Nullable
    DomainQueue next(Lane[] lanes, String source) {
        first.clear();
        second.clear();
        for (Lane lane : lanes) {
            DomainQueue queue = lane.line.next(source);
            if (queue != null) {
                (queue.priority() == PriorityClass.TRANSACTIONAL ? first : second).add(lane);
            }
        }
        boolean bulkTurn = first.isEmpty() || (turnsBeforeBulk >= FairShare.BULK_TURN - 1 && !second.isEmpty());
        List<Lane> candidates = bulkTurn ? second : first;
        Lane lane = candidates.size() > 1
                ? turns.next(candidates)
                : candidates.isEmpty() ? null : candidates.getFirst();
        return lane == null ? null : lane.line.next(source);
    }

    /** Accounts for recipients that a queue in one of the lanes had served from the source. */
    void charge(Lane lane, DomainQueue queue, String source, int recipients) {
        lane.line.charge(queue, source, recipients);
        if (lane.site.lanes().size() > 1) {
            turns.charge(lane, recipients, 1);
            boolean bulk = queue.priority() == PriorityClass.BULK;
            turnsBeforeBulk = bulk ? 0 : turnsBeforeBulk + recipients;
            turns.retain(lane.site.lanes());
        }
    }
}
