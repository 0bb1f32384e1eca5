package com.penguinmails.mta.config;

import java.util.List;

/**
 * Where mail for some domains goes instead of to their mail exchangers.
 *
 * @param domain a domain, {@code *.example.com} for its subdomains, or {@code *} for all
 * @param hosts tried in order
 */
public record RouteConfig(String domain, List<Endpoint> hosts) {

    public RouteConfig {
        hosts = List.copyOf(hosts);
    }
}
