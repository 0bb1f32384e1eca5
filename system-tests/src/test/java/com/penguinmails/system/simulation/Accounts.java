package com.penguinmails.system.simulation;

import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.spool.Balance;
import com.penguinmails.mta.spool.Books;
import java.util.HashMap;
import java.util.Map;

/** Counts of its own, from the events alone; what the node's books must equal. For one thread. */
final class Accounts {
    private static final class Count {
        private long accepted;
        private long delivered;
        private long bounced;
        private long expired;
        private long cancelled;

        Balance balance() {
            return new Balance(accepted, delivered, bounced, expired, cancelled);
        }
    }

    private final Count node = new Count();
    private final Map<String, Count> tenants = new HashMap<>();
    private final Map<Books.CampaignKey, Count> campaigns = new HashMap<>();

    void accept(Labels labels, int recipients) {
        for (Count count : of(labels)) {
            count.accepted += recipients;
        }
    }

    void settle(Labels labels, EventType end) {
        for (Count count : of(labels)) {
            switch (end) {
                case DELIVERED -> count.delivered++;
                case BOUNCED, RENDERING_FAILED -> count.bounced++;
                case EXPIRED -> count.expired++;
                case CANCELLED -> count.cancelled++;
                default -> throw new IllegalArgumentException(end + " is no end");
            }
        }
    }

    private Count[] of(Labels labels) {
        Count tenant = tenants.computeIfAbsent(labels.tenant(), _ -> new Count());
        if (labels.campaign().isEmpty()) {
            return new Count[]{node, tenant};
        }
        Count campaign = campaigns.computeIfAbsent(new Books.CampaignKey(labels.tenant(), labels.campaign()),
                _ -> new Count());
        return new Count[]{node, tenant, campaign};
    }

    Balance node() {
        return node.balance();
    }

    Books.BooksSnapshot snapshot() {
        return new Books.BooksSnapshot(node.balance(), balances(tenants), balances(campaigns));
    }

    private static <K> Map<K, Balance> balances(Map<K, Count> counts) {
        var balances = new HashMap<K, Balance>();
        counts.forEach((key, count) -> balances.put(key, count.balance()));
        return balances;
    }
}
