package com.penguinmails.mta.spool;

import com.lmax.disruptor.EventPoller;

/** Commits on the caller's thread, one duty cycle at a time; for simulations under a virtual clock. */
final class SteppedConsumer implements CommitConsumer {
    private final Committer committer;
    private final CommitRing ring;
    private final EventPoller<CommitRing.Slot> poller;

    SteppedConsumer(Committer committer, CommitRing ring) {
        this.committer = committer;
        this.ring = ring;
        poller = ring.newPoller();
    }

    /** Commits what waits as one group; returns how many entries there were. */
    int doWork() {
        int[] taken = new int[1];
        try {
            var _ = poller.poll((slot, _, endOfBatch) -> {
                Pending pending = slot.take();
                if (pending != null) {
                    taken[0]++;
                    committer.add(pending);
                }
                if (endOfBatch) {
                    committer.commit();
                }
                return true;
            });
        } catch (Exception e) {
            throw new IllegalStateException("a commit failed in a way it must not", e);
        }
        ring.callIfRoom();
        return taken[0];
    }

    @Override
    public void close() {
        while (doWork() > 0) {
            Thread.onSpinWait();
        }
    }
}
