package com.penguinmails.mta.accept;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/**
 * Puts fields in front of a message and takes fields out of it. Every octet that is not part of such a field stays as it was and
 * where it was. For one thread and one message.
 */
public final class HeaderEditor {
    private final byte[] content;
    private final int length;
    private final MessageHeader header;
    private final BitSet removed = new BitSet();
    private final ByteArrayOutputStream added = new ByteArrayOutputStream(256);
    private int removedOctets;

    /** @param length how many octets of {@code content} are the message that {@code header} was read from */
    public HeaderEditor(byte[] content, int length, MessageHeader header) {
        this.content = content;
        this.length = length;
        this.header = header;
    }

    /** Takes a field out; twice is once. */
    public void remove(int field) {
        if (!removed.get(field)) {
            removed.set(field);
            removedOctets += header.end(field) - header.start(field);
        }
    }

    /** Takes every field of that name out. */
    public void removeAll(String name) {
        for (int field = header.find(name, 0); field >= 0; field = header.find(name, field + 1)) {
            remove(field);
        }
    }

    /**
     * Puts a field behind those added before and in front of the message's own.
     *
     * @param field the whole field with its CRLF
     */
    public void add(String field) {
        if (!field.endsWith("\r\n")) {
            throw new IllegalArgumentException("a header field ends with CRLF");
        }
        added.writeBytes(field.getBytes(StandardCharsets.UTF_8));
    }

    /** The edited message, in an array of its own. */
    public byte[] apply() {
        byte[] front = added.toByteArray();
        var result = new byte[front.length + length - removedOctets];
        System.arraycopy(front, 0, result, 0, front.length);
        int to = front.length;
        int from = 0;
        for (int field = removed.nextSetBit(0); field >= 0; field = removed.nextSetBit(field + 1)) {
            int run = header.start(field) - from;
            System.arraycopy(content, from, result, to, run);
            to += run;
            from = header.end(field);
        }
        System.arraycopy(content, from, result, to, length - from);
        return result;
    }
}
