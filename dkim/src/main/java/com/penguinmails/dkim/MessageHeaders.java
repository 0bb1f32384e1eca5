package com.penguinmails.dkim;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The header section of a message, split into its fields in their order (RFC 5322 section 2.2).
 *
 * <p>Lines end with CRLF. A bare CR or a bare LF in the header is refused rather than read: hosts on the way differ in
 * what they make of it, so a signature over it would mean something else to each. Limits: {@value #MAX_OCTETS} octets
 * and {@value #MAX_FIELDS} fields. Immutable as long as the given octets are left alone.
 */
public final class MessageHeaders {

    /** The longest header section that is read, in octets. */
    public static final int MAX_OCTETS = 1024 * 1024;

    /** The largest number of fields that are read. */
    public static final int MAX_FIELDS = 2000;

    private final List<HeaderField> fields;
    private final Map<String, List<HeaderField>> byName = new HashMap<>();
    private final int bodyOffset;

    private MessageHeaders(List<HeaderField> fields, int bodyOffset) {
        this.fields = fields;
        this.bodyOffset = bodyOffset;
        for (HeaderField field : fields) {
            byName.computeIfAbsent(field.name(), name -> new ArrayList<>(2)).add(field);
        }
    }

    /**
     * Reads the header of a whole message, or a header section alone, with or without the empty line behind it.
     *
     * @throws InvalidMessageException if a line is not a header field or a limit is passed
     */
    public static MessageHeaders parse(byte[] octets) {
        List<HeaderField> fields = new ArrayList<>(32);
        int at = 0;
        while (at < octets.length && !isLineEnd(octets, at)) {
            int end = fieldEnd(octets, at);
            if (fields.size() == MAX_FIELDS) {
                throw new InvalidMessageException("header: more than " + MAX_FIELDS + " fields; send fewer");
            }
            fields.add(new HeaderField(fieldName(octets, at, end), octets, at, end));
            at = end + 2;
        }
        return new MessageHeaders(List.copyOf(fields), Math.min(octets.length, at + 2));
    }

    /** All fields, first to last. */
    public List<HeaderField> fields() {
        return fields;
    }

    /** The fields of this name, first to last; the name is given in lower case. */
    public List<HeaderField> named(String lowerCaseName) {
        return byName.getOrDefault(lowerCaseName, List.of());
    }

    /** Index of the body's first octet in what was parsed, behind the empty line; its length if there is no body. */
    public int bodyOffset() {
        return bodyOffset;
    }

    /** Index of the CRLF that ends the field starting at {@code start}, behind all its continuation lines. */
    private static int fieldEnd(byte[] octets, int start) {
        int at = start;
        while (true) {
            at = lineEnd(octets, at);
            int next = at + 2;
            if (next >= octets.length || (octets[next] != ' ' && octets[next] != '\t')) {
                return at;
            }
            at = next;
        }
    }

    private static int lineEnd(byte[] octets, int start) {
        int stop = Math.min(octets.length, MAX_OCTETS);
        for (int at = start; at < stop; at++) {
            byte octet = octets[at];
            if (isLineEnd(octets, at)) {
                return at;
            }
            if (octet == '\r' || octet == '\n') {
                throw new InvalidMessageException("header: bare " + (octet == '\r' ? "CR" : "LF") + " at octet " + at
                        + "; lines end with CRLF");
            }
        }
        throw new InvalidMessageException(stop < octets.length
                ? "header: longer than " + MAX_OCTETS + " octets; shorten it"
                : "header: the last line does not end with CRLF");
    }

    private static boolean isLineEnd(byte[] octets, int at) {
        return octets[at] == '\r' && at + 1 < octets.length && octets[at + 1] == '\n';
    }

    private static String fieldName(byte[] octets, int start, int end) {
        int at = start;
        while (at < end && octets[at] > ' ' && octets[at] < 0x7f && octets[at] != ':') {
            at++;
        }
        int nameEnd = at;
        while (at < end && (octets[at] == ' ' || octets[at] == '\t')) {
            at++;
        }
        if (nameEnd == start || at == end || octets[at] != ':') {
            throw new InvalidMessageException(
                    "header: the line at octet " + start + " is no field; a field is a name, a colon and a value");
        }
        return new String(octets, start, nameEnd - start, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
    }
}
