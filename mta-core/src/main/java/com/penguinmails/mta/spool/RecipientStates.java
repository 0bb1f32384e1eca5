package com.penguinmails.mta.spool;

import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The states of many recipients side by side, outside the heap: one bit for open, and for those that were deferred the number of
 * attempts and the next one's time, in blocks that exist only where there was a deferral. For one thread.
 */
final class RecipientStates {
    private final Pages open = new Pages();
    private @Nullable DeferralBlock[] deferrals = new DeferralBlock[1];
    private long deferralBytes;
    private int size;

    int size() {
        return size;
    }

    /** Adds {@code count} recipients and returns the number of the first. */
    int add(int count, boolean isOpen) {
        int first = size;
        size = Math.addExact(size, count);
        if (size > 0) {
            var _ = open.grow(size - 1 >> 3);
        }
        for (int i = first; isOpen && i < size; i++) {
            open(i);
        }
        return first;
    }

    boolean isOpen(int recipient) {
        return (octet(recipient) & 1 << (recipient & 7)) != 0;
    }

    /** Whether any of the recipients from {@code from} on, before {@code to}, is open. */
    boolean anyOpen(int from, int to) {
        int recipient = from;
        while (recipient < to) {
            if ((recipient & 7) == 0 && recipient + 8 <= to && octet(recipient) == 0) {
                recipient += 8;
            } else if (isOpen(recipient)) {
                return true;
            } else {
                recipient++;
            }
        }
        return false;
    }

    void open(int recipient) {
        setOctet(recipient, octet(recipient) | 1 << (recipient & 7));
    }

    void close(int recipient) {
        setOctet(recipient, octet(recipient) & ~(1 << (recipient & 7)));
    }

    private int octet(int recipient) {
        return open.page(recipient >> 3).getByte(Pages.offset(recipient >> 3));
    }

    private void setOctet(int recipient, int octet) {
        UnsafeBuffer page = open.page(recipient >> 3);
        page.putByte(Pages.offset(recipient >> 3), (byte) octet);
    }

    void defer(int recipient, int attempts, long dueMillis) {
        int number = recipient / DeferralBlock.SIZE;
        if (number >= deferrals.length) {
            deferrals = Arrays.copyOf(deferrals, Math.max(number + 1, deferrals.length * 2));
        }
        DeferralBlock block = deferrals[number];
        long before = block == null ? 0 : block.bytes();
        if (block == null) {
            block = new DeferralBlock(dueMillis);
            deferrals[number] = block;
        }
        block.set(recipient % DeferralBlock.SIZE, attempts, dueMillis);
        deferralBytes += block.bytes() - before;
    }

    int attempts(int recipient) {
        DeferralBlock found = find(recipient);
        return found == null ? 0 : found.attempts(recipient % DeferralBlock.SIZE);
    }

    long dueMillis(int recipient) {
        DeferralBlock found = find(recipient);
        return found == null ? 0 : found.dueMillis(recipient % DeferralBlock.SIZE);
    }

    /** Octets outside the heap. */
    long bytes() {
        return open.bytes() + deferralBytes;
    }

    private @Nullable DeferralBlock find(int recipient) {
        int number = recipient / DeferralBlock.SIZE;
        return number < deferrals.length ? deferrals[number] : null;
    }
}
