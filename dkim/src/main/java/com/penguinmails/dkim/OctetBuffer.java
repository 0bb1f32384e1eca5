package com.penguinmails.dkim;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing run of octets that gives its array away without a copy. Not safe for use by several threads. */
final class OctetBuffer {

    private byte[] octets;
    private int length;

    OctetBuffer(int capacity) {
        octets = new byte[capacity];
    }

    void put(byte octet) {
        reserve(1);
        octets[length++] = octet;
    }

    void put(byte[] source, int from, int to) {
        reserve(to - from);
        System.arraycopy(source, from, octets, length, to - from);
        length += to - from;
    }

    void put(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        put(encoded, 0, encoded.length);
    }

    void crlf() {
        put((byte) '\r');
        put((byte) '\n');
    }

    void truncate(int newLength) {
        length = newLength;
    }

    int length() {
        return length;
    }

    /** The backing array; only the first {@link #length()} octets count. */
    byte[] array() {
        return octets;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(octets, length);
    }

    private void reserve(int more) {
        if (octets.length - length < more) {
            octets = Arrays.copyOf(octets, Math.max(octets.length * 2, length + more));
        }
    }
}
