package com.penguinmails.mta.config;

import java.util.List;

/**
 * An API key, which is also the SMTP credential: user name is its id, password the whole key.
 *
 * @param id the ten characters behind {@code pm_live_} or {@code pm_test_}
 * @param hash SHA-256 of the whole key, in hexadecimal; the key itself is nowhere kept
 * @param tenant whom its mail is accounted to
 * @param fromDomains domains that may stand in From; empty: any
 * @param scopes such as {@code messages:send} and {@code messages:read}
 * @param allowedNetworks CIDR blocks it may be used from; empty: any
 * @param expires the day after which it is refused, as {@code 2027-01-31}; empty: never
 */
public record KeyConfig(String id, String hash, String tenant, List<String> fromDomains, List<String> scopes,
        List<String> allowedNetworks, String expires) {

    public KeyConfig {
        fromDomains = List.copyOf(fromDomains);
        scopes = List.copyOf(scopes);
        allowedNetworks = List.copyOf(allowedNetworks);
    }
}
