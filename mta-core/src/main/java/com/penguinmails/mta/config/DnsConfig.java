package com.penguinmails.mta.config;

import java.time.Duration;
import java.util.List;

/**
 * The resolver.
 *
 * @param servers asked in order; empty: those of the system
 * @param timeout of one try
 * @param tries at each server
 * @param cacheEntries answers kept
 * @param maxInFlight questions open at once
 * @param maxTtl the longest time an answer is kept
 * @param maxNegativeTtl the longest time a negative answer is kept (RFC 2308 §5)
 */
public record DnsConfig(List<Endpoint> servers, @Between({
        "100ms", "1min"}) Duration timeout, @Between({"1", "10"}) int tries,
        @Between({"100", "10000000"}) int cacheEntries, @Between({"1", "30000"}) int maxInFlight,
        @Between({"5s", "7d"}) Duration maxTtl, @Between({"5s", "1d"}) Duration maxNegativeTtl) {

    public DnsConfig {
        servers = List.copyOf(servers);
    }

    /** The shipped defaults. */
    public static DnsConfig defaults() {
        return new DnsConfig(List.of(), Duration.ofSeconds(3), 2, 100_000, 1000, Duration.ofDays(1),
                Duration.ofHours(1));
    }
}
