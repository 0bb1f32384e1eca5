package com.penguinmails.dns;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * How servers are asked.
 *
 * @param servers         recursive servers in the order in which they are tried; empty: those of the operating system
 * @param timeout         how long one try waits for a reply, 1 ms to 1 minute
 * @param tries           how often each server is asked before a look-up fails for now, 1 to 10
 * @param ednsPayloadSize the largest UDP reply asked for (RFC 6891), 512 to 4096 octets; 1232 passes unfragmented
 *                        everywhere
 * @param maxInFlight     how many queries may be on their way at once, 1 to 30000; each holds a socket, and what is over
 *                        it fails for now
 */
public record QuerySettings(List<InetSocketAddress> servers, Duration timeout, int tries, int ednsPayloadSize,
        int maxInFlight) {
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(1);

    public QuerySettings {
        servers = List.copyOf(servers);
        for (InetSocketAddress server : servers) {
            if (server.isUnresolved() || server.getPort() == 0) {
                throw new IllegalArgumentException("dns servers: " + server + " is no IP address with a port");
            }
        }
        Limits.check("dns timeout", timeout, Duration.ofMillis(1), LONGEST_TIMEOUT);
        Limits.check("dns tries", tries, 1, 10);
        Limits.check("dns EDNS payload size", ednsPayloadSize, 512, 4096);
        Limits.check("dns queries in flight", maxInFlight, 1, 30_000);
    }

    /** The operating system's servers, 2 s a try, 2 tries, 1232 octets, 1000 queries at once. */
    public static QuerySettings defaults() {
        return new QuerySettings(List.of(), Duration.ofSeconds(2), 2, 1232, 1000);
    }

    /** These settings with other servers. */
    public QuerySettings withServers(List<InetSocketAddress> others) {
        return new QuerySettings(others, timeout, tries, ednsPayloadSize, maxInFlight);
    }
}
