package com.penguinmails.mta.message;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * An address as the envelope carries it (RFC 5321 §4.1.2, RFC 6531 §3.3): a local part, kept as it was written (quotes
 * included), and a domain in lower case. A domain outside ASCII is held as A-labels (RFC 5890), so that one domain has one
 * queue; an address literal keeps its brackets.
 *
 * <p>Limits: local part 64 octets of UTF-8, domain 255 octets (RFC 5321 §4.5.3.1). Neither holds a control character.
 */
public record Mailbox(String localPart, String domain) {
    private static final int MAX_LOCAL_PART = 64;
    private static final int MAX_DOMAIN = 255;
    private static final String ATOM_SPECIALS = "()<>[]:;@\\,\"";

    /** @throws IllegalArgumentException naming what is wrong with which part */
    public Mailbox {
        requireLocalPart(localPart);
        domain = domain(domain);
    }

    /**
     * Reads {@code local@domain}; the last {@code @} outside quotes divides.
     *
     * @throws IllegalArgumentException naming what is wrong
     */
    public static Mailbox parse(String address) {
        int at = address.lastIndexOf('@');
        if (at <= 0 || at == address.length() - 1) {
            throw new IllegalArgumentException("an address of the form local@domain is expected");
        }
        return new Mailbox(address.substring(0, at), address.substring(at + 1));
    }

    /** Whether the local part needs SMTPUTF8 (RFC 6531); the domain never does. */
    public boolean needsSmtpUtf8() {
        return !isAscii(localPart);
    }

    @Override
    public String toString() {
        return localPart + "@" + domain;
    }

    private static void requireLocalPart(String local) {
        if (local.isEmpty() || octets(local) > MAX_LOCAL_PART) {
            throw new IllegalArgumentException("the local part must have 1 to " + MAX_LOCAL_PART + " octets");
        }
        if (local.charAt(0) == '"') {
            requireQuoted(local);
        } else {
            requireDotString(local);
        }
    }

    private static int octets(String text) {
        return isAscii(text) ? text.length() : text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static void requireDotString(String local) {
        boolean dot = true;
        for (int i = 0; i < local.length(); i++) {
            char c = local.charAt(i);
            if (c == '.' ? dot : c <= ' ' || c == 0x7f || ATOM_SPECIALS.indexOf(c) >= 0 || isUnpaired(local, i)) {
                throw new IllegalArgumentException("the local part has a character that must be quoted, at " + (i + 1));
            }
            dot = c == '.';
        }
        if (dot) {
            throw new IllegalArgumentException("the local part ends with a dot");
        }
    }

    private static void requireQuoted(String local) {
        int last = local.length() - 1;
        boolean escaped = false;
        for (int i = 1; i < last; i++) {
            char c = local.charAt(i);
            if (c < ' ' || c == 0x7f || (c == '"' && !escaped) || isUnpaired(local, i)) {
                throw new IllegalArgumentException("the quoted local part has a forbidden character, at " + (i + 1));
            }
            escaped = c == '\\' && !escaped;
        }
        if (last < 2 || local.charAt(last) != '"' || escaped) {
            throw new IllegalArgumentException("the quoted local part is not closed");
        }
    }

    private static boolean isUnpaired(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }

    /**
     * The form in which domains are held: lower case, A-labels.
     *
     * @throws IllegalArgumentException naming what is wrong
     */
    public static String domain(String domain) {
        if (domain.startsWith("[") && domain.endsWith("]") && isAscii(domain) && domain.length() <= MAX_DOMAIN) {
            return requireLiteral(domain);
        }
        String ascii = isAscii(domain) ? domain.toLowerCase(Locale.ROOT) : toALabels(domain);
        if (ascii.isEmpty() || ascii.length() > MAX_DOMAIN) {
            throw new IllegalArgumentException("the domain must have 1 to " + MAX_DOMAIN + " octets");
        }
        int label = 0;
        for (int i = 0; i < ascii.length(); i++) {
            char c = ascii.charAt(i);
            boolean valid = c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.';
            if (!valid || (c == '.' ? label == 0 : ++label > 63)) {
                throw new IllegalArgumentException("the domain is not a host name, at " + (i + 1));
            }
            label = c == '.' ? 0 : label;
        }
        if (label == 0) {
            throw new IllegalArgumentException("the domain ends with a dot");
        }
        return ascii;
    }

    private static String requireLiteral(String literal) {
        for (int i = 1; i < literal.length() - 1; i++) {
            char c = literal.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '[' || c == ']' || c == '\\') {
                throw new IllegalArgumentException("the address literal has a forbidden character");
            }
        }
        return literal;
    }

    private static String toALabels(String domain) {
        try {
            return IDN.toASCII(domain, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the domain is no valid international name", e);
        }
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
