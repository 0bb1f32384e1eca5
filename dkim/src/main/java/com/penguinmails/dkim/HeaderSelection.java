package com.penguinmails.dkim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which header fields a signature covers (RFC 6376 section 5.4). Of each named field all instances that are present are
 * signed; an over-signed one is named once more than it is present, so that nobody can add another without breaking the
 * signature (section 8.15). Immutable.
 *
 * @param signed names of the fields to sign when present; {@code From} is always among them
 * @param overSigned those of them that are over-signed, present or not
 */
public record HeaderSelection(List<String> signed, List<String> overSigned) {

    /** The most names a selection holds. */
    private static final int MAX_NAMES = 200;

    /** Fields that relays add or remove by right, so that a signature over them breaks on the way. */
    private static final Set<String> NEVER = Set.of("return-path", "received", "dkim-signature", "bcc");

    private static final HeaderSelection DEFAULTS = new HeaderSelection(
            List.of("From", "Reply-To", "Sender", "Subject", "Date", "To", "Cc", "Message-ID", "MIME-Version",
                    "Content-Type", "Content-Transfer-Encoding", "Content-Disposition", "Content-ID", "In-Reply-To",
                    "References", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "List-Subscribe",
                    "List-Post", "List-Owner", "List-Archive", "List-Help", "Feedback-ID", "CFBL-Address",
                    "CFBL-Feedback-ID", "Auto-Submitted", "Precedence"),
            List.of("From", "Reply-To", "Subject", "Date", "To", "Message-ID"));

    /** @throws IllegalArgumentException if a name is none, stands twice, must not be signed, or From is missing */
    public HeaderSelection {
        signed = List.copyOf(signed);
        overSigned = List.copyOf(overSigned);
        Map<String, Integer> names = new LinkedHashMap<>();
        for (String name : signed) {
            requireSignable(name);
            if (names.merge(lower(name), 1, Integer::sum) > 1) {
                throw new IllegalArgumentException("signed header fields: " + name + " stands twice; name it once");
            }
        }
        if (!names.containsKey("from")) {
            throw new IllegalArgumentException("signed header fields: From is missing; add it (RFC 6376 section 5.4)");
        }
        if (names.size() > MAX_NAMES) {
            throw new IllegalArgumentException("signed header fields: more than " + MAX_NAMES + "; name fewer");
        }
        for (String name : overSigned) {
            if (!names.containsKey(lower(name))) {
                throw new IllegalArgumentException(
                        "over-signed header fields: " + name + " is not among the signed ones; add it there");
            }
        }
    }

    /** What bulk and transactional senders sign: addresses, subject, identity, MIME structure, list and feedback fields. */
    public static HeaderSelection defaults() {
        return DEFAULTS;
    }

    static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static void requireSignable(String name) {
        if (NEVER.contains(lower(name))) {
            throw new IllegalArgumentException("signed header fields: " + name
                    + " is changed or removed on the way by right; leave it out");
        }
        boolean valid = !name.isEmpty() && name.length() <= 76
                && name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ':' && c != ';');
        if (!valid) {
            throw new IllegalArgumentException("signed header fields: \"" + name
                    + "\" is no field name; use letters, digits and hyphens, at most 76");
        }
    }
}
