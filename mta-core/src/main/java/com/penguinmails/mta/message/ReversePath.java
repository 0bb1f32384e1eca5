package com.penguinmails.mta.message;

import org.jspecify.annotations.Nullable;

/**
 * Where bounces go (RFC 5321 §4.1.1.2).
 *
 * @param mailbox the address, or null for the null reverse-path {@code <>}
 */
public record ReversePath(@Nullable Mailbox mailbox) {

    /** The null reverse-path {@code <>} of notifications. */
    public static ReversePath empty() {
        return new ReversePath(null);
    }

    /** @throws IllegalArgumentException if the text is neither empty nor an address */
    public static ReversePath parse(String address) {
        return address.isEmpty() ? empty() : new ReversePath(Mailbox.parse(address));
    }

    /** Without angle brackets; empty for the null reverse-path. */
    @Override
    public String toString() {
        return mailbox == null ? "" : mailbox.toString();
    }
}
