package com.penguinmails.mta.event;

import org.jspecify.annotations.Nullable;

/**
 * What was said and where.
 *
 * @param enhancedStatus RFC 3463, as {@code 5.1.1}
 * @param diagnostic the receiver's reply, or our own words where it did not speak; at most 1,000 characters
 * @param remoteMta the receiving host and address, or null where none was reached
 * @param source the egress source, or null
 * @param site the receiving site, or null
 * @param reason a short word from a closed list, such as the bounce class or what holds the message back, or null
 * @param releaseMillis when the next attempt is due, in milliseconds since 1970; 0 where there is none
 */
public record EventDetail(String enhancedStatus, String diagnostic, @Nullable String remoteMta, @Nullable String source,
        @Nullable String site, @Nullable String reason, long releaseMillis) {
    /** Characters of a diagnostic. */
    public static final int MAX_DIAGNOSTIC = 1_000;
}
