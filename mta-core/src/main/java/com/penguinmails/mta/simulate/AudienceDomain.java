package com.penguinmails.mta.simulate;

import java.util.List;

/**
 * Some recipients of one receiving domain.
 *
 * @param domain in lower case, as A-labels
 * @param hosts its mail exchangers in order, at least one; domains with the same hosts are one site
 * @param recipients how many, at least 1
 */
public record AudienceDomain(String domain, List<String> hosts, long recipients) {

    public AudienceDomain {
        hosts = List.copyOf(hosts);
        if (hosts.isEmpty()) {
            throw new IllegalArgumentException("mx of " + domain + " names at least one host");
        }
        if (recipients < 1) {
            throw new IllegalArgumentException("recipients of " + domain + " must be at least 1");
        }
    }
}
