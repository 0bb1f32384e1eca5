package com.penguinmails.mta.spool;

import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Attempts and next due times of recipients that came one after the other, outside the heap: five octets each, as long as all
 * times lie within 24 days of the first one; nine when they do not. For one thread.
 */
final class DeferralBlock {
    /** How many recipients it is for. */
    static final int SIZE = 512;
    private static final int MAX_ATTEMPTS = 0xff;

    private final UnsafeBuffer attempts = new UnsafeBuffer(ByteBuffer.allocateDirect(SIZE));
    private final long base;
    private UnsafeBuffer times = new UnsafeBuffer(ByteBuffer.allocateDirect(SIZE * Integer.BYTES));
    private boolean wide;

    /** @param dueMillis one of the times to come */
    DeferralBlock(long dueMillis) {
        base = dueMillis;
    }

    /** At most 255 attempts are counted, as in the queue. */
    void set(int recipient, int attemptCount, long dueMillis) {
        attempts.putByte(recipient, (byte) Math.clamp(attemptCount, 0, MAX_ATTEMPTS));
        long distance = dueMillis - base;
        if (!wide && distance != (int) distance) {
            widen();
        }
        if (wide) {
            times.putLong(recipient * Long.BYTES, dueMillis);
        } else {
            times.putInt(recipient * Integer.BYTES, (int) distance);
        }
    }

    int attempts(int recipient) {
        return attempts.getByte(recipient) & 0xff;
    }

    /** 0 without an attempt. */
    long dueMillis(int recipient) {
        if (attempts(recipient) == 0) {
            return 0;
        }
        return wide ? times.getLong(recipient * Long.BYTES) : base + times.getInt(recipient * Integer.BYTES);
    }

    /** Octets outside the heap. */
    long bytes() {
        return (long) attempts.capacity() + times.capacity();
    }

    private void widen() {
        var wider = new UnsafeBuffer(ByteBuffer.allocateDirect(SIZE * Long.BYTES));
        for (int i = 0; i < SIZE; i++) {
            wider.putLong(i * Long.BYTES, base + times.getInt(i * Integer.BYTES));
        }
        times = wider;
        wide = true;
    }
}
