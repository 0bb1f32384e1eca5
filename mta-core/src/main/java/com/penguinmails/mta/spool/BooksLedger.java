package com.penguinmails.mta.spool;

import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.message.Labels;
import java.util.HashMap;
import java.util.Map;

/** The balances of the node, of each tenant and of each campaign that has a name. For one thread. */
final class BooksLedger {
    private Tally node = new Tally();
    private final Map<String, Tally> tenants = new HashMap<>();
    private final Map<Books.CampaignKey, Tally> campaigns = new HashMap<>();

    void accept(Labels labels, int recipients) {
        node.accept(recipients);
        tenants.computeIfAbsent(labels.tenant(), _ -> new Tally()).accept(recipients);
        if (!labels.campaign().isEmpty()) {
            campaigns.computeIfAbsent(key(labels), _ -> new Tally()).accept(recipients);
        }
    }

    void settle(Labels labels, EventType outcome) {
        node.settle(outcome);
        tenants.computeIfAbsent(labels.tenant(), _ -> new Tally()).settle(outcome);
        if (!labels.campaign().isEmpty()) {
            campaigns.computeIfAbsent(key(labels), _ -> new Tally()).settle(outcome);
        }
    }

    Books.BooksSnapshot snapshot() {
        return new Books.BooksSnapshot(node.balance(), balances(tenants), balances(campaigns));
    }

    Balance node() {
        return node.balance();
    }

    Map<String, Balance> tenants() {
        return balances(tenants);
    }

    Map<Books.CampaignKey, Balance> campaigns() {
        return balances(campaigns);
    }

    void restore(Books.BooksSnapshot state) {
        node = new Tally(state.node());
        state.tenants().forEach((tenant, balance) -> tenants.put(tenant, new Tally(balance)));
        state.campaigns().forEach((key, balance) -> campaigns.put(key, new Tally(balance)));
    }

    private static Books.CampaignKey key(Labels labels) {
        return new Books.CampaignKey(labels.tenant(), labels.campaign());
    }

    private static <K> Map<K, Balance> balances(Map<K, Tally> tallies) {
        Map<K, Balance> balances = HashMap.newHashMap(tallies.size());
        tallies.forEach((key, tally) -> balances.put(key, tally.balance()));
        return balances;
    }
}
