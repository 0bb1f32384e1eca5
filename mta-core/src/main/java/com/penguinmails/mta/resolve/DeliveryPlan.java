package com.penguinmails.mta.resolve;

import com.penguinmails.mta.connect.RemoteHost;
import java.util.List;

/**
 * Where a domain's mail goes.
 *
 * @param site the receiving site's name: domains with the same hosts share it
 * @param hosts to be tried in this order; at least one
 */
public record DeliveryPlan(String site, List<RemoteHost> hosts) {
    public DeliveryPlan {
        hosts = List.copyOf(hosts);
        if (hosts.isEmpty()) {
            throw new IllegalArgumentException("a delivery plan has at least one host");
        }
    }
}
