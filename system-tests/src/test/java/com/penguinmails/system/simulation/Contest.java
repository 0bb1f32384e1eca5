package com.penguinmails.system.simulation;

import com.penguinmails.mta.message.PriorityClass;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tenants who compete for one path, all of them with mail for it from the same instant on and one recipient in each transaction.
 * The laws: while a tenant waits, the others of its class have at most their weights for each of its own turns; of eight
 * recipients in a row one is bulk mail while any waits, and the others are transactional while any waits. What is prepared for a
 * connection while it is at work is a transaction ahead, which the slack allows for. For one thread.
 */
final class Contest {
    /** Recipients: what a connection may be ahead, and what was picked before all were there. */
    private static final int SLACK = 5;
    private static final int BULK_TURN = 8;

    /** One tenant in one class. */
    static final class Party {
        final String tenant;
        final int weight;
        /** The class that its mail is of now. */
        final PriorityClass priority;
        private int left;
        private int served;
        private int others;

        Party(String tenant, int weight, PriorityClass priority, int recipients) {
            this.tenant = tenant;
            this.weight = weight;
            this.priority = priority;
            this.left = recipients;
        }

        /** Recipients that are still to be sent to. */
        int left() {
            return left;
        }

        @Override
        public String toString() {
            return tenant + " of weight " + weight + ", " + priority + ", left " + left + ", served " + served;
        }
    }

    private final Laws laws;
    private final List<Party> parties;
    private int transactionalRun;
    private int bulkRun;

    Contest(Laws laws, List<Party> parties) {
        this.laws = laws;
        this.parties = List.copyOf(parties);
    }

    /** The class that is not this one. */
    static PriorityClass other(PriorityClass priority) {
        return priority == PriorityClass.BULK ? PriorityClass.TRANSACTIONAL : PriorityClass.BULK;
    }

    /** These are sent to now, in this order. */
    void begins(List<Fate> recipients) {
        for (Fate fate : recipients) {
            Party party = party(fate);
            if (party != null) {
                served(party);
            }
        }
    }

    private @Nullable Party party(Fate fate) {
        return parties.stream().filter(party -> party.tenant.equals(fate.mail.labels.tenant())).findFirst()
                .orElse(null);
    }

    private void served(Party party) {
        party.left--;
        party.served++;
        for (Party other : parties) {
            if (!other.equals(party) && other.priority == party.priority && other.left > 0) {
                other.others++;
                laws.require(other.others <= bound(other), "tenants share by weight", other, other.others,
                        bound(other));
            }
        }
        turn(party.priority);
    }

    private long bound(Party party) {
        int round = parties.stream().filter(other -> !other.equals(party) && other.priority == party.priority)
                .mapToInt(other -> other.weight).sum();
        return (long) Math.ceilDiv(party.served + 1, party.weight) * round + SLACK;
    }

    private void turn(PriorityClass served) {
        if (served == PriorityClass.TRANSACTIONAL) {
            transactionalRun = isWaiting(PriorityClass.BULK) ? transactionalRun + 1 : 0;
            bulkRun = 0;
        } else {
            bulkRun = isWaiting(PriorityClass.TRANSACTIONAL) ? bulkRun + 1 : 0;
            transactionalRun = 0;
        }
        laws.require(transactionalRun < BULK_TURN + SLACK, "no class starves", transactionalRun, parties);
        laws.require(bulkRun <= 1 + SLACK, "transactional mail goes first", bulkRun, parties);
    }

    private boolean isWaiting(PriorityClass priority) {
        return parties.stream().anyMatch(party -> party.priority == priority && party.left > 0);
    }
}
