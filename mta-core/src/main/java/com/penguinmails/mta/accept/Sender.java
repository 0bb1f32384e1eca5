package com.penguinmails.mta.accept;

import java.util.Set;

/**
 * Who submits: what a key, a credential or a trusted address stands for.
 *
 * @param keyId the key's public id; empty for a trusted address without a key
 * @param tenant the tenant that its mail is accounted to; empty: it may name any
 * @param fromDomains the domains that may stand in From and in the reverse-path; empty: any
 * @param scopes what it may do, such as {@code messages:send}
 * @param test whether its mail goes to the sink only
 */
public record Sender(String keyId, String tenant, Set<String> fromDomains, Set<String> scopes, boolean test) {

    public Sender {
        fromDomains = Set.copyOf(fromDomains);
        scopes = Set.copyOf(scopes);
    }
}
