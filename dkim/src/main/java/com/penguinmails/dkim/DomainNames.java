package com.penguinmails.dkim;

import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks the names that {@code d=}, {@code s=} and {@code i=} hold, and brings them into their A-label form. */
final class DomainNames {

    /** RFC 1035 section 2.3.4, without the root's dot. */
    private static final int MAX_LENGTH = 253;

    private static final Pattern NAME = Pattern.compile("[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
            + "(?:\\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*");

    private DomainNames() {}

    /**
     * The name in lower case and with A-labels.
     *
     * @throws IllegalArgumentException if it is no domain name; the text starts with {@code what}
     */
    static String normalize(String what, String name) {
        String ascii;
        try {
            ascii = IDN.toASCII(name, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException cause) {
            throw invalid(what, name, cause);
        }
        if (ascii.length() > MAX_LENGTH || !NAME.matcher(ascii).matches()) {
            throw invalid(what, name, null);
        }
        return ascii;
    }

    /** The name of the key record (RFC 6376 section 3.6.2.1), from two names that are normalised. */
    static String recordName(String selector, String domain) {
        return normalize("name of the key record", selector + "._domainkey." + domain);
    }

    static boolean isSameOrBelow(String name, String domain) {
        return name.equals(domain) || name.endsWith("." + domain);
    }

    private static IllegalArgumentException invalid(
            String what, String name, @Nullable Throwable cause) {
        String shown = name.length() > 64 ? name.substring(0, 64) + "..." : name;
        return new IllegalArgumentException(what + ": \"" + printable(shown) + "\" is no domain name; use dotted labels"
                + " of letters, digits and hyphens, at most " + MAX_LENGTH + " octets in all", cause);
    }

    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
