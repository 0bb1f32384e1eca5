package com.penguinmails.mta.accept;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Where the fields of a message's header section lie (RFC 5322 §2.2): offsets into its octets, nothing decoded and nothing
 * changed. Lines end with CRLF. A field is a name of printable ASCII, a colon and a value that folds over lines beginning with a
 * space or a tab. The section ends at the first empty line or with the message.
 *
 * <p>Immutable as long as the octets are; thread-safe then.
 */
public final class MessageHeader {
    private static final int OFFSETS = 3;

    private final byte[] content;
    private int[] offsets = new int[32 * OFFSETS];
    private int size;
    private int end;
    private int malformedLine;
    private boolean tooLong;

    private MessageHeader(byte[] content) {
        this.content = content;
    }

    /**
     * Reads the header section of {@code content}.
     *
     * @param length how many octets of {@code content} are the message
     * @param maxLength octets that the section may have; a longer one is not read to its end
     */
    public static MessageHeader parse(byte[] content, int length, int maxLength) {
        var header = new MessageHeader(content);
        header.read(length, maxLength);
        return header;
    }

    /** How many fields there are. */
    public int size() {
        return size;
    }

    /** The octets of the section, without the empty line that ends it. */
    public int length() {
        return end;
    }

    /** The number, from 1, of the first line that is no field; 0 when all are. The section is read up to there. */
    public int malformedLine() {
        return malformedLine;
    }

    /** Whether the section has more octets than it may have; it is not read to its end then. */
    public boolean isTooLong() {
        return tooLong;
    }

    /** The first field of that name from field {@code from} on, or -1. */
    public int find(String name, int from) {
        for (int field = from; field < size; field++) {
            if (isNamed(field, name)) {
                return field;
            }
        }
        return -1;
    }

    public boolean contains(String name) {
        return find(name, 0) >= 0;
    }

    /** Whether the field has this name, in any case. */
    public boolean isNamed(int field, String name) {
        int start = start(field);
        int length = name.length();
        if (nameEnd(field) - start != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (lower(content[start + i]) != lower((byte) name.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** The field's value on one line without the spaces around it, read as UTF-8; what is no UTF-8 becomes U+FFFD. */
    public String value(int field) {
        int colon = nameEnd(field);
        while (content[colon] != ':') {
            colon++;
        }
        String raw = new String(content, colon + 1, end(field) - colon - 1, StandardCharsets.UTF_8);
        return raw.replace("\r\n", "").strip();
    }

    /** The offset of the field's first octet. */
    public int start(int field) {
        return offsets[field * OFFSETS];
    }

    /** The offset behind the field's last CRLF. */
    public int end(int field) {
        return offsets[field * OFFSETS + 2];
    }

    private int nameEnd(int field) {
        return offsets[field * OFFSETS + 1];
    }

    private void read(int length, int maxLength) {
        int line = 1;
        int at = 0;
        while (at < length && at <= maxLength && !isEmptyLine(at, length)) {
            int next = lineEnd(at, length);
            if (!isContinuation(at) && !addField(at, next) || isContinuation(at) && !extendField(next)) {
                malformedLine = line;
                break;
            }
            at = next;
            line++;
        }
        end = at;
        tooLong = at > maxLength;
    }

    private boolean isEmptyLine(int at, int length) {
        return content[at] == '\r' && at + 1 < length && content[at + 1] == '\n';
    }

    private boolean isContinuation(int at) {
        return content[at] == ' ' || content[at] == '\t';
    }

    private int lineEnd(int at, int length) {
        int i = at;
        while (i < length && content[i] != '\n') {
            i++;
        }
        return Math.min(i + 1, length);
    }

    private boolean addField(int start, int lineEnd) {
        int nameEnd = start;
        while (nameEnd < lineEnd && content[nameEnd] > ' ' && content[nameEnd] != 0x7f && content[nameEnd] != ':') {
            nameEnd++;
        }
        int colon = nameEnd;
        while (colon < lineEnd && (content[colon] == ' ' || content[colon] == '\t')) {
            colon++;
        }
        if (nameEnd == start || colon == lineEnd || content[colon] != ':') {
            return false;
        }
        if (size * OFFSETS == offsets.length) {
            offsets = Arrays.copyOf(offsets, offsets.length * 2);
        }
        offsets[size * OFFSETS] = start;
        offsets[size * OFFSETS + 1] = nameEnd;
        offsets[size * OFFSETS + 2] = lineEnd;
        size++;
        return true;
    }

    private boolean extendField(int lineEnd) {
        if (size == 0) {
            return false;
        }
        offsets[size * OFFSETS - 1] = lineEnd;
        return true;
    }

    private static int lower(byte letter) {
        return letter >= 'A' && letter <= 'Z' ? letter + ('a' - 'A') : letter;
    }
}
