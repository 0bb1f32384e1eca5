package com.penguinmails.mta.spool;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.config.SpoolConfig;
import com.penguinmails.mta.event.EventSink;
import com.penguinmails.mta.time.Randomness;
import com.penguinmails.mta.time.SystemClock;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class MemorySpoolTest implements SpoolContract {
    private final MemoryDisk disk = new MemoryDisk();

    @Override
    public Spool newSpool(SpoolConfig config, EventSink events) {
        return MemorySpool.threaded(disk, config, events, new SystemClock());
    }

    @Test
    void steppedSpoolCommitsOnlyWhenItIsStepped() throws IOException {
        try (MemorySpool spool = MemorySpool.stepped(disk, smallConfig(), new RecordedEvents(), new SystemClock())) {
            spool.recover(new RecoveredMail());
            spool.start();
            var commit = new Commit();
            assertThat(spool.offer(samples().message(1, 10), commit)).isTrue();
            assertThat(commit.isDone()).isFalse();
            MemoryDisk before = disk.afterPowerCut();

            assertThat(spool.doWork()).isEqualTo(1);

            assertThat(commit.isCommitted()).isTrue();
            assertThat(acceptedOn(before)).isZero();
            assertThat(acceptedOn(disk.afterPowerCut())).isEqualTo(1);
        }
    }

    private long acceptedOn(MemoryDisk survivor) throws IOException {
        try (Spool spool = MemorySpool.stepped(survivor, smallConfig(), new RecordedEvents(), new SystemClock())) {
            spool.recover(new RecoveredMail());
            return spool.books().node().accepted();
        }
    }

    @Test
    void sameSeedGivesTheSameJournal() throws IOException {
        assertThat(run()).isEqualTo(run());
    }

    private static Books.BooksSnapshot run() throws IOException {
        var samples = new Samples(Randomness.seeded(3));
        try (MemorySpool spool = MemorySpool.stepped(new MemoryDisk(), SpoolConfig.defaults(), new RecordedEvents(),
                new SystemClock())) {
            spool.recover(new RecoveredMail());
            spool.start();
            for (int i = 0; i < 50; i++) {
                assertThat(spool.offer(samples.message(2, 20), new Commit())).isTrue();
                assertThat(spool.doWork()).isEqualTo(1);
            }
            return spool.books().snapshot();
        }
    }
}
