package com.penguinmails.benchmarks;

import java.util.List;

/**
 * One provider of a campaign that is simulated and sent: whom it serves, and how its receiver behaves in both.
 *
 * @param name the group's in the rules
 * @param domains that it serves, all by one mail exchanger
 * @param recipients of each of them
 * @param script the rules of the receiver of the test kit
 * @param model the receiver of the simulation, as JSON
 */
record CampaignProvider(String name, List<String> domains, int recipients, List<String> script, String model) {

    /** Its mail exchanger. */
    String host() {
        return "mx." + name + ".test";
    }

    int allRecipients() {
        return domains.size() * recipients;
    }
}
