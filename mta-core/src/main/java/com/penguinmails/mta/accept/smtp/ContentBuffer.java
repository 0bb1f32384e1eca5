package com.penguinmails.mta.accept.smtp;

import com.penguinmails.mta.http.MemoryBudget;
import io.netty.buffer.ByteBuf;

/**
 * The octets of one message as they come in. It grows as needed within the message size and the memory budget; once it may not
 * grow it fails: what it held is given back, and what still comes is passed over, so that a session can read on to the end of
 * the data and say why. It never waits for memory, so that no two sessions can wait for each other.
 */
final class ContentBuffer {
    private static final int SMALLEST = 4096;
    private static final int LARGEST_FIRST = 64 * 1024;
    private static final byte[] NOTHING = {};

    /** Why a message is not taken. */
    enum State {
        INTACT,
        TOO_LARGE,
        NO_MEMORY
    }

    private final MemoryBudget budget;
    private final BufferPool buffers;
    private final int maxSize;
    private final int firstCapacity;
    private byte[] octets = NOTHING;
    private int length;
    private State state = State.INTACT;

    /**
     * @param buffers where the arrays come from that the budget pays for
     * @param maxSize octets of a message
     * @param expected octets that the client announced; 0: none announced
     */
    ContentBuffer(MemoryBudget budget, BufferPool buffers, int maxSize, long expected) {
        this.budget = budget;
        this.buffers = buffers;
        this.maxSize = maxSize;
        this.firstCapacity = Math.clamp(expected + 64, SMALLEST, LARGEST_FIRST);
    }

    /** Moves {@code count} octets from {@code in} to the end. */
    void write(ByteBuf in, int count) {
        if (makeRoom(count)) {
            in.readBytes(octets, length, count);
            length += count;
        } else {
            in.skipBytes(count);
        }
    }

    void writeCrLf() {
        if (makeRoom(2)) {
            octets[length++] = '\r';
            octets[length++] = '\n';
        }
    }

    /** Gives all memory back; twice is once. */
    void release() {
        budget.release(octets.length);
        buffers.give(octets);
        octets = NOTHING;
        length = 0;
    }

    State state() {
        return state;
    }

    boolean endsWithCrLf() {
        return length >= 2 && octets[length - 2] == '\r' && octets[length - 1] == '\n';
    }

    /** The octets; only the first {@link #length} count. */
    byte[] array() {
        return octets;
    }

    int length() {
        return length;
    }

    private boolean makeRoom(int count) {
        if (state != State.INTACT) {
            return false;
        }
        if (count > maxSize - length) {
            return fail(State.TOO_LARGE);
        }
        return length + count <= octets.length || grow(length + count);
    }

    private boolean grow(int needed) {
        int doubled = (int) Math.min(2L * octets.length, maxSize);
        int capacity = Math.max(needed, Math.max(doubled, Math.min(firstCapacity, maxSize)));
        if (!budget.tryReserve(BufferPool.sizeFor(capacity) - octets.length)) {
            return fail(State.NO_MEMORY);
        }
        byte[] larger = buffers.take(capacity);
        System.arraycopy(octets, 0, larger, 0, length);
        buffers.give(octets);
        octets = larger;
        return true;
    }

    private boolean fail(State reason) {
        state = reason;
        release();
        return false;
    }
}
