package com.penguinmails.mta.config;

import com.penguinmails.mta.message.Mailbox;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Limits for the paths that match; a limit left out is taken from the rule that matched less exactly, at last the default.
 *
 * @param domain a receiving domain, or null for any
 * @param mxSuffix the end of the mail exchangers' names, such as {@code google.com}, or null for any
 * @param provider a group of sites by its name in {@code [providers.NAME]}, or null for any
 * @param source an egress source, or null for any
 */
public record PathRuleConfig(@Nullable String domain, @Nullable String mxSuffix, @Nullable String provider,
        @Nullable String source,
        @Between({
                "1", "10000"}) @Nullable Integer connections,
        @Between({"1", "1000000"}) @Nullable Integer messagesPerConnection, @Nullable Rate rate,
        @Nullable Rate connectionRate, @Nullable ByteRate bytes) {

    /**
     * Names are compared as DNS does: without regard to case.
     *
     * @throws IllegalArgumentException if it sets nothing, or names its sites in two ways
     */
    public PathRuleConfig {
        domain = domain == null ? null : Mailbox.domain(domain);
        mxSuffix = mxSuffix == null ? null : mxSuffix.toLowerCase(Locale.ROOT);
        if (mxSuffix != null && provider != null) {
            throw new IllegalArgumentException("names its sites twice; give mx_suffix or provider, not both");
        }
        if (connections == null && messagesPerConnection == null && rate == null && connectionRate == null
                && bytes == null) {
            throw new IllegalArgumentException("sets no limit; give at least one of connections,"
                    + " messages_per_connection, rate, connection_rate and bytes, or take the rule out");
        }
    }
}
