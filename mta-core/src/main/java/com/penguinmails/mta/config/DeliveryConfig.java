package com.penguinmails.mta.config;

import java.time.Duration;
import java.util.List;

/**
 * The outgoing conversation; the times are those of RFC 5321 §4.5.3.2.
 *
 * @param port of mail exchangers
 * @param tls {@code opportunistic} (RFC 7435), {@code required} or {@code off}
 * @param ipv6 {@code prefer}, {@code use} (after IPv4) or {@code off}
 * @param maxConnections to all sites together
 * @param maxRecipientsPerTransaction at least 1
 * @param maxMessagesInFlight unanswered on one connection at a time, where the receiver offers CHUNKING (RFC 3030); 1: none before
 *     the last is answered
 * @param connectTimeout of one address
 * @param greetingTimeout for {@code 220}
 * @param commandTimeout for the reply to EHLO, STARTTLS and AUTH
 * @param mailTimeout for the reply to MAIL
 * @param rcptTimeout for the reply to RCPT
 * @param dataTimeout for the reply to DATA
 * @param blockTimeout for each block of the content to be taken
 * @param endTimeout for the reply to the end of the content
 * @param idleTimeout how long a connection is kept without work
 * @param threads that read, render and sign; 0: one for each processor
 */
public record DeliveryConfig(@Between({
        "1", "65535"}) int port, String tls, String ipv6, @Between({"1", "100000"}) int maxConnections,
        @Between({"1", "1000"}) int maxRecipientsPerTransaction,
        @Between({"1", "100"}) int maxMessagesInFlight,
        @Between({"1s", "5min"}) Duration connectTimeout, @Between({"1s", "1h"}) Duration greetingTimeout,
        @Between({"1s", "1h"}) Duration commandTimeout, @Between({"1s", "1h"}) Duration mailTimeout,
        @Between({"1s", "1h"}) Duration rcptTimeout, @Between({"1s", "1h"}) Duration dataTimeout,
        @Between({"1s", "1h"}) Duration blockTimeout, @Between({"1s", "1h"}) Duration endTimeout,
        @Between({"100ms", "10min"}) Duration idleTimeout,
        @Between({"0", "1024"}) int threads) {

    public DeliveryConfig {
        if (!List.of("opportunistic", "required", "off").contains(tls)) {
            throw new IllegalArgumentException("tls must be \"opportunistic\", \"required\" or \"off\"");
        }
        if (!List.of("prefer", "use", "off").contains(ipv6)) {
            throw new IllegalArgumentException("ipv6 must be \"prefer\", \"use\" or \"off\"");
        }
    }

    /** The shipped defaults. */
    public static DeliveryConfig defaults() {
        return new DeliveryConfig(25, "opportunistic", "use", 2000, 100, 20, Duration.ofSeconds(30),
                Duration.ofMinutes(5),
                Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofMinutes(2),
                Duration.ofMinutes(3), Duration.ofMinutes(10), Duration.ofSeconds(5), 0);
    }
}
