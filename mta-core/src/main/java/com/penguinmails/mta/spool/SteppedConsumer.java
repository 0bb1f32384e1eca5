package com.penguinmails.mta.spool;

import com.lmax.disruptor.EventPoller;

/** Commits on the caller's thread, one duty cycle at a time; for simulations under a virtual clock. */
final class SteppedConsumer implements CommitConsumer {
    private final Committer committer;
    private final CommitRing ring;
    private final Compactor compactor;
    private final EventPoller<CommitRing.Slot> poller;
    private boolean compacts;

    SteppedConsumer(Committer committer, CommitRing ring, Compactor compactor) {
        this.committer = committer;
        this.ring = ring;
        this.compactor = compactor;
        poller = ring.newPoller();
    }

    /** Commits what waits as one group and compacts a step; returns how many entries there were. */
    int doWork() {
        int entries = commit();
        if (compacts) {
            var _ = compactor.doWork();
        }
        return entries;
    }

    @Override
    public void compact() {
        compacts = true;
    }

    private int commit() {
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
        while (commit() > 0) {
            Thread.onSpinWait();
        }
    }
}
