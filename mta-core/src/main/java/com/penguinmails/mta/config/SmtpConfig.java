package com.penguinmails.mta.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The submission listener (RFC 5321, RFC 6409).
 *
 * @param listen where; empty: no SMTP listener
 * @param trustLoopback whether clients on loopback may submit without a credential, for {@code defaultTenant}
 * @param defaultTenant the tenant of mail from loopback that names none
 * @param certificate PEM file of the certificate chain for STARTTLS, or null for no STARTTLS
 * @param privateKey PEM file of its key (PKCS#8), or null
 * @param maxMessageSize announced by SIZE (RFC 1870)
 * @param maxRecipients per transaction, at least 100 (RFC 5321 §4.5.3.1.8)
 * @param maxTransactions per session
 * @param maxConnections in all
 * @param maxConnectionsPerAddress per client address; loopback is counted too
 * @param maxLine octets of a command line with its CRLF
 * @param maxHeader octets of the header section
 * @param maxErrors rejected commands before the session is closed
 * @param commandTimeout how long the client may be silent (RFC 5321 §4.5.3.2.7)
 * @param dataTimeout how long a message may take in all
 * @param memory octets of messages that may be in memory at once; beyond it new ones wait or are refused for now
 */
public record SmtpConfig(List<Endpoint> listen, boolean trustLoopback, String defaultTenant, @Nullable Path certificate,
        @Nullable Path privateKey, @Between({
                "1KiB", "96MiB"}) ByteSize maxMessageSize,
        @Between({"100", "65535"}) int maxRecipients, @Between({"1", "1000000"}) int maxTransactions,
        @Between({"1", "100000"}) int maxConnections,
        @Between({"1", "100000"}) int maxConnectionsPerAddress, @Between({"512", "65536"}) int maxLine,
        @Between({"1KiB", "16MiB"}) ByteSize maxHeader, @Between({"1", "10000"}) int maxErrors,
        @Between({"1s", "1h"}) Duration commandTimeout,
        @Between({"1s", "4h"}) Duration dataTimeout, @Between({"1MiB", "64GiB"}) ByteSize memory) {

    public SmtpConfig {
        listen = List.copyOf(listen);
        if ((certificate == null) != (privateKey == null)) {
            throw new IllegalArgumentException("certificate and private_key are given together or not at all");
        }
    }

    /** The shipped defaults. */
    public static SmtpConfig defaults() {
        return new SmtpConfig(List.of(new Endpoint("127.0.0.1", 2525)), true, "default", null, null, ByteSize.ofMiB(25),
                1000,
                1000, 2000, 1000, 2048, ByteSize.ofKiB(256), 20, Duration.ofMinutes(5), Duration.ofMinutes(10),
                ByteSize.ofMiB(256));
    }
}
