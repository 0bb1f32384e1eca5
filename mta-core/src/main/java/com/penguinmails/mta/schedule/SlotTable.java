package com.penguinmails.mta.schedule;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Queued recipients as fixed slots of {@value #SLOT_BYTES} octets outside the heap. A slot is named by its number; all lists are
 * links between slots, so nothing is allocated for a recipient. Grows in segments and never shrinks; freed slots are used
 * again. For one thread.
 *
 * <p>Layout: acceptance, place and expiry (8 octets each), then 8 octets that are the due time while the recipient waits and
 * the two links of its queue's list while it is ready, the two links of the timer wheel, the next recipient of the same
 * acceptance, the queue number (4 each), the index in the acceptance (2), attempts (1), state, reason and kind (1).
 */
final class SlotTable {
    static final int NONE = -1;
    static final int SLOT_BYTES = 52;
    /** The index of a recipient in its acceptance is below this. */
    static final int MAX_INDEX = 1 << 16;

    private static final int SEGMENT_BITS = 14;
    private static final int SEGMENT_SLOTS = 1 << SEGMENT_BITS;
    private static final int ACCEPTANCE = 0;
    private static final int PLACE = 8;
    private static final int EXPIRY = 16;
    private static final int DUE = 24;
    private static final int READY_NEXT = 24;
    private static final int READY_PREVIOUS = 28;
    private static final int WHEEL_NEXT = 32;
    private static final int WHEEL_PREVIOUS = 36;
    private static final int SIBLING = 40;
    private static final int QUEUE = 44;
    private static final int INDEX = 48;
    private static final int ATTEMPTS = 50;
    private static final int FLAGS = 51;
    private static final int STATE_MASK = 0x07;
    private static final int REASON_SHIFT = 3;
    private static final int REASON_MASK = 0x0f;
    private static final int OWN_MAIL = 0x80;

    private final List<UnsafeBuffer> segments = new ArrayList<>();
    private int freeHead = NONE;
    private int used;

    /** A slot for a recipient; its links are empty and its state is {@link SlotState#SETTLING} until it is put somewhere. */
    int allocate(long acceptance, int index, long place, long expiryMillis) {
        if (freeHead == NONE) {
            grow();
        }
        int slot = freeHead;
        freeHead = sibling(slot);
        used++;
        UnsafeBuffer segment = segment(slot);
        int at = offset(slot);
        segment.putLong(at + ACCEPTANCE, acceptance);
        segment.putLong(at + PLACE, place);
        segment.putLong(at + EXPIRY, expiryMillis);
        segment.putInt(at + WHEEL_NEXT, NONE);
        segment.putInt(at + WHEEL_PREVIOUS, NONE);
        segment.putInt(at + SIBLING, NONE);
        segment.putShort(at + INDEX, (short) index);
        segment.putByte(at + ATTEMPTS, (byte) 0);
        segment.putByte(at + FLAGS, (byte) SlotState.SETTLING.number());
        return slot;
    }

    void free(int slot) {
        state(slot, SlotState.FREE);
        setSibling(slot, freeHead);
        freeHead = slot;
        used--;
    }

    int used() {
        return used;
    }

    /** Slots there are, in use or free: the numbers below this. */
    int capacity() {
        return segments.size() * SEGMENT_SLOTS;
    }

    /** Octets taken outside the heap. */
    long bytes() {
        return (long) segments.size() * SEGMENT_SLOTS * SLOT_BYTES;
    }

    long acceptance(int slot) {
        return segment(slot).getLong(offset(slot) + ACCEPTANCE);
    }

    long place(int slot) {
        return segment(slot).getLong(offset(slot) + PLACE);
    }

    void setPlace(int slot, long place) {
        segment(slot).putLong(offset(slot) + PLACE, place);
    }

    long expiry(int slot) {
        return segment(slot).getLong(offset(slot) + EXPIRY);
    }

    /** Only of a waiting recipient. */
    long due(int slot) {
        return segment(slot).getLong(offset(slot) + DUE);
    }

    /** Only of a waiting recipient: the room is used for links while it is ready. */
    void setDue(int slot, long dueMillis) {
        segment(slot).putLong(offset(slot) + DUE, dueMillis);
    }

    /** When the timer wheel must look at it: its due time or its expiry, whichever is first. */
    long deadline(int slot) {
        long expiry = expiry(slot);
        return state(slot) == SlotState.WAITING ? Math.min(due(slot), expiry) : expiry;
    }

    int readyNext(int slot) {
        return segment(slot).getInt(offset(slot) + READY_NEXT);
    }

    void setReadyNext(int slot, int next) {
        segment(slot).putInt(offset(slot) + READY_NEXT, next);
    }

    int readyPrevious(int slot) {
        return segment(slot).getInt(offset(slot) + READY_PREVIOUS);
    }

    void setReadyPrevious(int slot, int previous) {
        segment(slot).putInt(offset(slot) + READY_PREVIOUS, previous);
    }

    int wheelNext(int slot) {
        return segment(slot).getInt(offset(slot) + WHEEL_NEXT);
    }

    void setWheelNext(int slot, int next) {
        segment(slot).putInt(offset(slot) + WHEEL_NEXT, next);
    }

    int wheelPrevious(int slot) {
        return segment(slot).getInt(offset(slot) + WHEEL_PREVIOUS);
    }

    void setWheelPrevious(int slot, int previous) {
        segment(slot).putInt(offset(slot) + WHEEL_PREVIOUS, previous);
    }

    int sibling(int slot) {
        return segment(slot).getInt(offset(slot) + SIBLING);
    }

    void setSibling(int slot, int sibling) {
        segment(slot).putInt(offset(slot) + SIBLING, sibling);
    }

    int queue(int slot) {
        return segment(slot).getInt(offset(slot) + QUEUE);
    }

    void setQueue(int slot, int queue) {
        segment(slot).putInt(offset(slot) + QUEUE, queue);
    }

    int index(int slot) {
        return segment(slot).getShort(offset(slot) + INDEX) & 0xffff;
    }

    /** At most 255 are counted. */
    int attempts(int slot) {
        return segment(slot).getByte(offset(slot) + ATTEMPTS) & 0xff;
    }

    void setAttempts(int slot, int attempts) {
        segment(slot).putByte(offset(slot) + ATTEMPTS, (byte) Math.min(attempts, 0xff));
    }

    SlotState state(int slot) {
        return SlotState.of(flags(slot) & STATE_MASK);
    }

    void state(int slot, SlotState state) {
        setFlags(slot, flags(slot) & ~STATE_MASK | state.number());
    }

    InsertReason reason(int slot) {
        return InsertReason.of(flags(slot) >> REASON_SHIFT & REASON_MASK);
    }

    void setReason(int slot, InsertReason reason) {
        setFlags(slot, flags(slot) & ~(REASON_MASK << REASON_SHIFT) | reason.number() << REASON_SHIFT);
    }

    /** Whether its mail is its own: a row of a job, which shares no transaction. */
    boolean hasOwnMail(int slot) {
        return (flags(slot) & OWN_MAIL) != 0;
    }

    void setOwnMail(int slot) {
        setFlags(slot, flags(slot) | OWN_MAIL);
    }

    private int flags(int slot) {
        return segment(slot).getByte(offset(slot) + FLAGS) & 0xff;
    }

    private void setFlags(int slot, int flags) {
        segment(slot).putByte(offset(slot) + FLAGS, (byte) flags);
    }

    private UnsafeBuffer segment(int slot) {
        return segments.get(slot >>> SEGMENT_BITS);
    }

    private static int offset(int slot) {
        return (slot & SEGMENT_SLOTS - 1) * SLOT_BYTES;
    }

    private void grow() {
        int first = segments.size() << SEGMENT_BITS;
        segments.add(new UnsafeBuffer(ByteBuffer.allocateDirect(SEGMENT_SLOTS * SLOT_BYTES)));
        for (int i = SEGMENT_SLOTS - 1; i >= 0; i--) {
            setSibling(first + i, freeHead);
            freeHead = first + i;
        }
    }
}
