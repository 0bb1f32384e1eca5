package com.penguinmails.mta.spool;

import static com.penguinmails.mta.spool.Commit.commit;
import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.config.SpoolConfig;
import com.penguinmails.mta.event.DeliveryEvent;
import com.penguinmails.mta.event.EventSink;
import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.time.Randomness;
import com.penguinmails.mta.time.SystemClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MemorySpoolTest implements FactsContract {
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

    @Test
    void whatIsAcknowledgedSurvivesAPowerCutAtThatInstant() throws IOException {
        var checked = new ArrayList<Long>();
        try (MemorySpool spool = MemorySpool.stepped(disk, smallConfig(), new RecordedEvents(), new SystemClock())) {
            spool.recover(new RecoveredMail());
            spool.start();
            Samples samples = samples();
            for (int i = 0; i < 30; i++) {
                assertThat(spool.offer(samples.message(1, 30_000), new PowerCut(checked))).isTrue();
                var _ = i % 4 == 3 ? spool.doWork() : 0;
            }
            var _ = spool.doWork();
        }
        assertThat(checked).hasSize(30);
    }

    /** Cuts the power while it is told of the commit. */
    private final class PowerCut implements CommitListener {
        private final List<Long> checked;

        PowerCut(List<Long> checked) {
            this.checked = checked;
        }

        @Override
        public void committed(CommittedEntry entry) {
            var recovered = new RecoveredMail();
            try (Spool spool = MemorySpool.stepped(disk.afterPowerCut(), smallConfig(), new RecordedEvents(),
                    new SystemClock())) {
                spool.recover(recovered);
                RecoveredMail.Shown shown = recovered.get(entry.firstSequence());
                assertThat(spool.readContent(shown.value().content()).remaining()).isEqualTo(30_000);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            checked.add(entry.firstSequence());
        }

        @Override
        public void failed(String reason) {
            throw new AssertionError(reason);
        }
    }

    private long acceptedOn(MemoryDisk survivor) throws IOException {
        try (Spool spool = MemorySpool.stepped(survivor, smallConfig(), new RecordedEvents(), new SystemClock())) {
            spool.recover(new RecoveredMail());
            return spool.books().node().accepted();
        }
    }

    @Test
    void anEventLogThatWasCutBetweenTheTwoEventsOfAMessageIsMadeWholeAtTheNextStart() throws IOException {
        Samples samples = samples();
        var whole = new RecordedEvents();
        try (Spool spool = started(disk, whole, new RecoveredMail())) {
            var _ = commit(spool, new SpoolEntry(List.of(samples.bytes(10)), List.of(samples.scheduled())));
        }
        var cut = new RecordedEvents();
        cut.publish(whole.events().getFirst());
        try (Spool _ = started(disk.afterPowerCut(), cut, new RecoveredMail())) {
            assertThat(cut.events()).isEqualTo(whole.events());
            assertThat(cut.events()).extracting(DeliveryEvent::type).containsExactly(EventType.ACCEPTED,
                    EventType.SCHEDULED);
        }
    }

    @Test
    void aDeferralThatIsWrittenBehindANewerOneChangesNothing() throws IOException {
        var mail = new LiveMail(samples());
        long number;
        try (Spool spool = started(disk, new RecordedEvents(), new RecoveredMail())) {
            number = mail.accept(spool, 1, 10);
            mail.defer(spool, number, 0, 3);
            mail.defer(spool, number, 0, 2);
        }
        var recovered = new RecoveredMail();
        try (Spool _ = started(disk.afterPowerCut(), new RecordedEvents(), recovered)) {
            assertThat(recovered.get(number).attempts()).containsExactly(3);
            assertThat(recovered.get(number).dueMillis()).containsExactly(Samples.NOW + 3);
        }
    }

    private Spool started(MemoryDisk where, EventSink events, RecoveredMail recovered) throws IOException {
        Spool spool = MemorySpool.threaded(where, smallConfig(), events, new SystemClock());
        spool.recover(recovered);
        spool.start();
        return spool;
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
