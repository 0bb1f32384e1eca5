package com.penguinmails.testkit.seed;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Cuts bytes as TCP may hand them over: anywhere. */
public final class Chunking {
    private Chunking() {}

    /**
     * The bytes in pieces of 1 to {@code pieceMax}; in one of four calls all pieces have one byte, in one of four
     * there is a single piece.
     */
    public static List<byte[]> cut(byte[] bytes, int pieceMax, RandomGenerator random) {
        int kind = random.nextInt(4);
        List<byte[]> pieces = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            int length = switch (kind) {
                case 0 -> 1;
                case 1 -> bytes.length;
                default -> 1 + random.nextInt(pieceMax);
            };
            int end = Math.min(bytes.length, at + length);
            pieces.add(Arrays.copyOfRange(bytes, at, end));
            at = end;
        }
        return pieces;
    }
}
