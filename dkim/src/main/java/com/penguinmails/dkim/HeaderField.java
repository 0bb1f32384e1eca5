package com.penguinmails.dkim;

/**
 * One header field as it stands in a message, folding included. It is a view of the message's octets, which must not
 * change while it is in use.
 */
public final class HeaderField {

    private final String name;
    private final byte[] source;
    private final int start;
    private final int end;

    HeaderField(String name, byte[] source, int start, int end) {
        this.name = name;
        this.source = source;
        this.start = start;
        this.end = end;
    }

    /** The field's name in lower case. */
    public String name() {
        return name;
    }

    /** Appends the canonical form, without the CRLF at its end. */
    void canonicalize(Canonicalization form, OctetBuffer out) {
        form.headerField(source, start, end, out);
    }

    byte[] source() {
        return source;
    }

    /** Index of the first octet of the name. */
    int start() {
        return start;
    }

    /** Index behind the last octet of the value, before the CRLF that ends the field. */
    int end() {
        return end;
    }

    @Override
    public String toString() {
        return "HeaderField[" + name + ", " + (end - start) + " octets]";
    }
}
