package com.penguinmails.mta.spool;

import com.penguinmails.mta.config.SpoolConfig;
import com.penguinmails.mta.event.EventSink;
import com.penguinmails.mta.time.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The spool on disk, with one thread that commits. One process at a time may open a directory. */
public final class ChronicleSpool extends LogSpool {
    private final DirectoryLock lock;

    private ChronicleSpool(DirectoryLock lock, SegmentedLog content, SegmentedLog journal, SpoolConfig config,
            EventSink events, Surroundings surroundings) {
        super(content, journal, config, events, surroundings);
        this.lock = lock;
    }

    /**
     * Opens the spool in this directory, which is made if it is not there.
     *
     * @throws IOException if it cannot be read, or another process has it
     */
    public static ChronicleSpool open(Path directory, SpoolConfig config, EventSink events, Clock clock)
            throws IOException {
        Files.createDirectories(directory);
        return open(directory, config, events,
                new Surroundings(clock, new DirectorySpace(directory), Surroundings.GRACE));
    }

    /** As above, in other surroundings; for tests of a disk that fills and of compaction. */
    static ChronicleSpool open(Path directory, SpoolConfig config, EventSink events, Surroundings surroundings)
            throws IOException {
        Files.createDirectories(directory);
        DirectoryLock lock = DirectoryLock.take(directory);
        try {
            var memory = new NativeMemory();
            var content = new SegmentedLog(directory.resolve("content"), memory);
            var journal = new SegmentedLog(directory.resolve("journal"), memory);
            return new ChronicleSpool(lock, content, journal, config, events, surroundings);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    @Override
    CommitConsumer launch(Committer committer, CommitRing commitRing, Compactor compactor) {
        return launchThreads(committer, commitRing, compactor);
    }

    @Override
    public void close() {
        super.close();
        lock.close();
    }
}
