package com.penguinmails.mta.compose;

import com.penguinmails.mta.message.Mailbox;

/**
 * An address as a header field shows it (RFC 5322 §3.4): a name for people and a mailbox.
 *
 * @param name as people read it, unquoted and unencoded; empty for none
 */
public record MailAddress(String name, Mailbox mailbox) {

    /**
     * Reads {@code local@domain}, {@code <local@domain>}, {@code Name <local@domain>} or {@code "Quoted, name" <local@domain>}:
     * one address, no list, no group.
     *
     * @throws IllegalArgumentException naming what is wrong
     */
    public static MailAddress parse(String text) {
        String stripped = text.strip();
        if (!stripped.endsWith(">")) {
            return new MailAddress("", Mailbox.parse(stripped));
        }
        int open = stripped.lastIndexOf('<');
        if (open < 0) {
            throw new IllegalArgumentException("an address of the form Name <local@domain> is expected");
        }
        Mailbox mailbox = Mailbox.parse(stripped.substring(open + 1, stripped.length() - 1));
        return new MailAddress(unquoted(stripped.substring(0, open).strip()), mailbox);
    }

    private static String unquoted(String name) {
        if (!name.startsWith("\"")) {
            if (name.chars().anyMatch(c -> "<>\",;:".indexOf(c) >= 0)) {
                throw new IllegalArgumentException("a name with any of <>\",;: must stand in quotes");
            }
            return name;
        }
        var plain = new StringBuilder(name.length());
        for (int i = 1; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '"') {
                return requireEnd(name, i, plain);
            }
            plain.append(c == '\\' && i + 1 < name.length() ? name.charAt(++i) : c);
        }
        throw new IllegalArgumentException("the quoted name is not closed");
    }

    private static String requireEnd(String name, int quote, StringBuilder plain) {
        if (quote != name.length() - 1) {
            throw new IllegalArgumentException("only an address in <> may follow a quoted name");
        }
        return plain.toString();
    }
}
