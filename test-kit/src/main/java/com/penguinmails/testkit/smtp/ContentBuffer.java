package com.penguinmails.testkit.smtp;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** The content of the message under way: its size always, its first bytes up to a limit. One thread only. */
final class ContentBuffer {
    private static final int FIRST_CAPACITY = 4096;

    private final int keepMax;
    private final long sizeMax;
    private byte[] kept = new byte[0];
    private int keptSize;
    private long size;

    /**
     * @param keepMax how many bytes to keep from the start
     * @param sizeMax from which size on the message is too large, 0 for never
     */
    ContentBuffer(int keepMax, long sizeMax) {
        this.keepMax = keepMax;
        this.sizeMax = sizeMax;
    }

    void write(ByteBuf in, int from, int to) {
        int length = to - from;
        size += length;
        int keep = Math.min(length, keepMax - keptSize);
        if (keep > 0) {
            grow(keep);
            in.getBytes(from, kept, keptSize, keep);
            keptSize += keep;
        }
    }

    void write(int b) {
        size++;
        if (keptSize < keepMax) {
            grow(1);
            kept[keptSize++] = (byte) b;
        }
    }

    long size() {
        return size;
    }

    boolean isTooLarge() {
        return sizeMax > 0 && size > sizeMax;
    }

    byte[] kept() {
        return Arrays.copyOf(kept, keptSize);
    }

    void clear() {
        size = 0;
        keptSize = 0;
    }

    private void grow(int more) {
        if (keptSize + more > kept.length) {
            int capacity = Math.max(FIRST_CAPACITY,
                    Math.max(keptSize + more, (int) Math.min(keepMax, kept.length * 2L)));
            kept = Arrays.copyOf(kept, capacity);
        }
    }
}
