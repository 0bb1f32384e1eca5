package com.penguinmails.control.config;

import com.penguinmails.mta.config.Between;
import com.penguinmails.mta.config.Endpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Customers' domains.
 *
 * @param spfInclude the name that customers' SPF records include; its own SPF record lists the addresses that send
 * @param returnPathHost where customers' MX records for bounces point
 * @param trackingHost where customers' aliases for links point
 * @param resolvers recursive servers, each asked by itself; empty: those of the operating system
 * @param authoritativeServers asked in place of the servers that NS records name; empty: the latter
 * @param recheckPending how often a domain that is not verified yet is looked at
 * @param pendingFor how long that is done before somebody has to ask for it
 * @param recheck how often a domain that was verified is looked at
 * @param grace how long its records may be wrong before it is suspended
 * @param keyOverlap how long a signing key stays published after its successor has begun to sign
 * @param masterKeyFile holds the key that seals signing keys; null: {@code master.key} in the data directory
 * @param masterKeyVariable the environment variable that holds it in place of a file, or null
 * @param updateServers servers that dynamic updates may be sent to; empty: none
 */
public record DomainsConfig(String spfInclude, String returnPathHost, String trackingHost, List<Endpoint> resolvers,
        List<Endpoint> authoritativeServers,
        @Between({
                "10s", "1d"}) Duration recheckPending,
        @Between({"1min", "365d"}) Duration pendingFor,
        @Between({"1min", "1d"}) Duration recheck,
        @Between({"1min", "30d"}) Duration grace,
        @Between({"0s", "30d"}) Duration keyOverlap,
        @Nullable Path masterKeyFile, @Nullable String masterKeyVariable, List<Endpoint> updateServers) {

    public DomainsConfig {
        resolvers = List.copyOf(resolvers);
        authoritativeServers = List.copyOf(authoritativeServers);
        updateServers = List.copyOf(updateServers);
        if (masterKeyFile != null && masterKeyVariable != null) {
            throw new IllegalArgumentException("give master_key_file or master_key_variable, not both");
        }
        for (String name : List.of(spfInclude, returnPathHost, trackingHost)) {
            if (!name.matches("(?i)[a-z0-9_-]{1,63}(\\.[a-z0-9_-]{1,63})+") || name.length() > 200) {
                throw new IllegalArgumentException("spf_include, return_path_host and tracking_host are names of hosts "
                        + "without a final dot, such as spf.example.net");
            }
        }
    }

    /** The shipped defaults. */
    public static DomainsConfig defaults() {
        return new DomainsConfig("spf.penguin.localhost", "bounce.penguin.localhost", "track.penguin.localhost",
                List.of(new Endpoint("1.1.1.1", 53), new Endpoint("9.9.9.9", 53)), List.of(), Duration.ofMinutes(5),
                Duration.ofDays(14), Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(7), null, null,
                List.of());
    }
}
