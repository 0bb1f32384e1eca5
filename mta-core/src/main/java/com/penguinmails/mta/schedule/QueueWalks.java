package com.penguinmails.mta.schedule;

import java.util.ArrayDeque;

/**
 * Work that looks at every queue, in slices, so that no other mail waits for it. It goes by the queues' numbers: one that is made
 * meanwhile may be met or not, each of the others is met once. Several walks take turns. For one thread.
 */
final class QueueWalks {
    /** What one slice may cost: looking at a queue costs 1. */
    static final int SLICE = 2_048;
    /** What it costs to move a queue. */
    static final int MOVE = 8;

    private final QueueTable queues;
    private final ArrayDeque<Walk> walks = new ArrayDeque<>();

    /** What is done with each queue. */
    @FunctionalInterface
    interface Visitor {
        /** Returns whether it moved the queue, which costs more than to look at it. */
        boolean visit(DomainQueue queue);
    }

    private static final class Walk {
        private final Visitor visitor;
        private final Runnable done;
        private int next;

        Walk(Visitor visitor, Runnable done) {
            this.visitor = visitor;
            this.done = done;
        }
    }

    QueueWalks(QueueTable queues) {
        this.queues = queues;
    }

    /**
     * Begins to show every queue.
     *
     * @param done called after the last
     */
    void begin(Visitor visitor, Runnable done) {
        walks.addLast(new Walk(visitor, done));
    }

    /** Goes on with the walk whose turn it is, for a slice; returns how many queues were looked at, at least 1 if there is a walk. */
    int work() {
        Walk walk = walks.pollFirst();
        if (walk == null) {
            return 0;
        }
        walks.addLast(walk);
        int from = walk.next;
        int cost = 0;
        while (cost < SLICE && walk.next < queues.numbers()) {
            DomainQueue queue = queues.at(walk.next++);
            cost += queue != null && walk.visitor.visit(queue) ? MOVE : 1;
        }
        if (walk.next >= queues.numbers()) {
            walks.remove(walk);
            walk.done.run();
        }
        return walk.next - from + 1;
    }

    boolean hasWork() {
        return !walks.isEmpty();
    }
}
