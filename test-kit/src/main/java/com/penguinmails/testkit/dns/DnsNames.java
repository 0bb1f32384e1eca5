package com.penguinmails.testkit.dns;

import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Text to names and types; every name is absolute, with or without its final dot. */
final class DnsNames {
    private DnsNames() {}

    static Name name(String text) {
        try {
            return Name.fromString(text, Name.root);
        } catch (TextParseException e) {
            throw new IllegalArgumentException("not a domain name: \"" + text + "\" (" + e.getMessage() + ")", e);
        }
    }

    static int type(String text) {
        int type = Type.value(text);
        if (type < 0) {
            throw new IllegalArgumentException("not a record type: \"" + text + "\" (for example MX, A, TXT)");
        }
        return type;
    }
}
