package com.penguinmails.mta.spool;

import com.penguinmails.mta.config.SpoolConfig;
import com.penguinmails.mta.event.EventSink;
import com.penguinmails.mta.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * A spool in memory, for tests and simulations: it keeps every promise but that of the disk, and its {@link MemoryDisk} can be
 * taken through a restart or a power cut.
 */
public final class MemorySpool extends LogSpool {
    private final boolean threaded;
    private @Nullable SteppedConsumer stepped;

    private MemorySpool(MemoryDisk disk, SpoolConfig config, EventSink events, Clock clock, boolean threaded) {
        super(disk.content(), disk.journal(), config, events,
                new Surroundings(clock, disk::freeBytes, Surroundings.GRACE));
        this.threaded = threaded;
    }

    /** With a thread that commits, like the real one. */
    public static MemorySpool threaded(MemoryDisk disk, SpoolConfig config, EventSink events, Clock clock) {
        return new MemorySpool(disk, config, events, clock, true);
    }

    /** Without a thread: what was offered is committed by {@link #doWork} on the thread that calls it. */
    public static MemorySpool stepped(MemoryDisk disk, SpoolConfig config, EventSink events, Clock clock) {
        return new MemorySpool(disk, config, events, clock, false);
    }

    /** One duty cycle of a stepped spool: commits all that waits and compacts a step; returns how many entries there were. */
    public int doWork() {
        SteppedConsumer consumer = stepped;
        if (consumer == null) {
            throw new IllegalStateException("the spool is not stepped, or not started");
        }
        return consumer.doWork();
    }

    @Override
    CommitConsumer launch(Committer committer, CommitRing commitRing, Compactor compactor) {
        if (threaded) {
            return launchThreads(committer, commitRing, compactor);
        }
        var consumer = new SteppedConsumer(committer, commitRing, compactor);
        stepped = consumer;
        return consumer;
    }
}
