package com.penguinmails.mta.resolve;

import com.penguinmails.mta.config.Endpoint;
import com.penguinmails.mta.config.RouteConfig;
import com.penguinmails.mta.connect.RemoteHost;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Smart hosts: where mail for some domains goes whatever DNS says. The most exact entry decides: the domain itself, then
 * {@code *.} and the longest end of it, at last {@code *}. Immutable.
 */
public final class RouteTable {
    private final Map<String, DeliveryPlan> plans = new HashMap<>();

    /** Of two entries for one domain the first holds. */
    public RouteTable(List<RouteConfig> routes) {
        for (RouteConfig route : routes) {
            plans.putIfAbsent(route.domain().toLowerCase(Locale.ROOT), plan(route.hosts()));
        }
    }

    /** The plan for a domain, or empty where DNS decides. */
    public Optional<DeliveryPlan> find(String domain) {
        DeliveryPlan plan = plans.get(domain);
        for (int dot = domain.indexOf('.'); plan == null && dot >= 0; dot = domain.indexOf('.', dot + 1)) {
            plan = plans.get("*" + domain.substring(dot));
        }
        return Optional.ofNullable(plan == null ? plans.get("*") : plan);
    }

    private static DeliveryPlan plan(List<Endpoint> endpoints) {
        String site = endpoints.stream().map(Endpoint::toString).collect(Collectors.joining(","));
        List<RemoteHost> hosts = new ArrayList<>();
        for (Endpoint endpoint : endpoints) {
            hosts.add(new RemoteHost(endpoint.host(), endpoint.port(), hosts.size()));
        }
        return new DeliveryPlan(site, hosts);
    }
}
