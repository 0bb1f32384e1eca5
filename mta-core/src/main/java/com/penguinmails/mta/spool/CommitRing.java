package com.penguinmails.mta.spool;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.EventPoller;
import com.lmax.disruptor.RingBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Where entries wait for the commit: bounded in number and in octets; who comes when it is full is told so and may ask to be
 * called. An eighth of the slots is kept for what serves mail accepted before.
 */
final class CommitRing {
    private final RingBuffer<Slot> ring;
    private final long maxBytes;
    private final AtomicLong pendingBytes = new AtomicLong();
    private final AtomicLong pendingEntries = new AtomicLong();
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

    CommitRing(int slots, long maxBytes) {
        ring = RingBuffer.createMultiProducer(Slot::new, slots, new BlockingWaitStrategy());
        this.maxBytes = maxBytes;
    }

    RingBuffer<Slot> ring() {
        return ring;
    }

    /** For a consumer that is stepped; instead of a thread of its own. */
    EventPoller<Slot> newPoller() {
        EventPoller<Slot> poller = ring.newPoller();
        ring.addGatingSequences(poller.getSequence());
        return poller;
    }

    boolean offer(Pending pending, boolean isNewMail) {
        if (isNewMail && !ring.hasAvailableCapacity(ring.getBufferSize() / 8 + 1)) {
            return false;
        }
        long before = pendingBytes.getAndAdd(pending.bytes());
        boolean fits = before == 0 || pending.bytes() == 0 || before + pending.bytes() <= maxBytes;
        pendingEntries.incrementAndGet();
        if (fits && ring.tryPublishEvent((slot, _, p) -> slot.pending = p, pending)) {
            return true;
        }
        release(pending);
        if (pendingEntries.get() == 0) {
            callWaiting();
        }
        return false;
    }

    /** Notes that an entry that was taken waits no more. */
    void release(Pending pending) {
        pendingBytes.addAndGet(-pending.bytes());
        pendingEntries.decrementAndGet();
    }

    /** Calls back at once if nothing waits, else after a commit that made room. */
    void whenRoom(Runnable callback) {
        waiting.add(callback);
        if (pendingEntries.get() == 0) {
            callWaiting();
        }
    }

    /** Calls who waits for room if there is enough. */
    void callIfRoom() {
        if (ring.hasAvailableCapacity(ring.getBufferSize() / 4) && pendingBytes.get() <= maxBytes / 4 * 3) {
            callWaiting();
        }
    }

    /** Those who wait now; who asks again while being called waits for the next time. */
    private void callWaiting() {
        for (int left = waiting.size(); left > 0; left--) {
            Runnable callback = waiting.poll();
            if (callback == null) {
                return;
            }
            callback.run();
        }
    }

    /** One place in the ring; emptied when it is consumed, so that it holds no memory. */
    static final class Slot {
        private @Nullable Pending pending;

        @Nullable
        Pending take() {
            Pending taken = pending;
            pending = null;
            return taken;
        }
    }
}
