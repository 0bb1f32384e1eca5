package com.penguinmails.mta.schedule;

import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.shape.FairShare;
import com.penguinmails.mta.shape.ShareWeights;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is where one path serves several lanes. The law is the same as within one lane: transactional mail first, within a
 * bound, then tenants by their weights, whichever of the lanes their queues stand in, and in however many. A tenant's lanes take
 * turns; within a lane its campaigns and queues go by the lane's own order. For one thread.
 *
 * <p>A turn takes constant time in tenants and queues, and is at most linear in the lanes that a tenant stands in.
 */
final class LaneTurns {
    private final String source;
    private final FairShare<TenantTurn> turns;
    private final Map<Key, TenantTurn> tenants = new HashMap<>();

    private record Key(PriorityClass priority, String tenant) {}

    /** One tenant's mail of one class, in whichever lanes. */
    private static final class TenantTurn extends FairShare.Member {
        private final Key key;
        private final List<Lane> lanes = new ArrayList<>(2);
        private int at;

        TenantTurn(Key key) {
            this.key = key;
        }

        @Override
        protected String tenant() {
            return key.tenant();
        }

        @Override
        protected String campaign() {
            return "";
        }

        @Override
        protected PriorityClass priority() {
            return key.priority();
        }

        /** The queue whose turn it is in the first of the lanes, from the one whose turn it is, that has one; or null. */
        @Nullable
        DomainQueue next(String source) {
            for (int i = 0; i < lanes.size(); i++) {
                int candidate = (at + i) % lanes.size();
                DomainQueue queue = lanes.get(candidate).line.next(source, key.priority(), key.tenant());
                if (queue != null) {
                    at = candidate;
                    return queue;
                }
            }
            return null;
        }
    }

    /** Turns among these lanes, as they are now. */
    LaneTurns(Lane[] lanes, String source, ShareWeights weights) {
        this.source = source;
        this.turns = new FairShare<>(weights);
        for (Lane lane : lanes) {
            lane.line.forEachTenant(source, (priority, tenant) -> came(lane, priority, tenant));
        }
    }

    /** The tenant has mail in the lane that it had not. */
    void came(Lane lane, PriorityClass priority, String tenant) {
        TenantTurn turn = tenants.computeIfAbsent(new Key(priority, tenant), TenantTurn::new);
        if (!turn.lanes.contains(lane)) {
            turn.lanes.add(lane);
        }
        if (!turn.takesPart()) {
            turns.add(turn);
        }
    }

    /** The queue whose turn it is, or null when there is none. A tenant of which nothing is left is forgotten when its turn comes. */
    @Nullable
    DomainQueue next() {
        TenantTurn turn = turns.next();
        while (turn != null) {
            DomainQueue queue = turn.next(source);
            if (queue != null) {
                return queue;
            }
            turns.remove(turn);
            tenants.remove(turn.key);
            turn = turns.next();
        }
        return null;
    }

    /** Accounts for recipients that a queue in one of the lanes had served. */
    void charge(Lane lane, DomainQueue queue, int recipients) {
        lane.line.chargeWithinTenant(queue, source, recipients);
        TenantTurn turn = tenants.get(new Key(queue.priorityNow, queue.key.tenant()));
        if (turn != null && turn.takesPart()) {
            turns.charge(turn, recipients);
            turn.at = (turn.lanes.indexOf(lane) + 1) % turn.lanes.size();
        }
    }
}
