package com.penguinmails.dns;

import java.time.Instant;
import java.util.List;

/**
 * What DNS says to one question. A failure is an answer too: look-ups never complete with an exception.
 *
 * @param <T> what a record holds
 */
public sealed interface DnsAnswer<T> {

    /**
     * There are records.
     *
     * @param records       at least one, in the order of the reply
     * @param expiry        until when they hold: the smallest TTL on the way to them, within the resolver's caps
     * @param authenticated whether the server vouches for them by DNSSEC (the AD bit, RFC 6840); worth as much as the way
     *                      to that server is
     */
    record Found<T>(List<T> records, Instant expiry, boolean authenticated) implements DnsAnswer<T> {
        public Found {
            records = List.copyOf(records);
            if (records.isEmpty()) {
                throw new IllegalArgumentException("records: an answer without records is NoData");
            }
        }
    }

    /** The name exists, but has no record of this type (RFC 2308, section 2.2). */
    record NoData<T>(Instant expiry) implements DnsAnswer<T> {}

    /** The name does not exist (NXDOMAIN; RFC 2308, section 2.1). */
    record NoSuchDomain<T>(Instant expiry) implements DnsAnswer<T> {}

    /**
     * No server gave a usable answer; asking later may help.
     *
     * @param reason which server said what, fit for a log line and a delivery report
     */
    record TemporaryFailure<T>(String reason) implements DnsAnswer<T> {}
}
