package com.penguinmails.mta.spool;

import static com.penguinmails.mta.spool.Commit.commit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.penguinmails.mta.config.ByteSize;
import com.penguinmails.mta.config.SpoolConfig;
import com.penguinmails.mta.event.DeliveryEvent;
import com.penguinmails.mta.event.EventSink;
import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.RecipientKey;
import com.penguinmails.mta.message.SpoolRef;
import com.penguinmails.mta.time.Randomness;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What every spool promises. */
interface SpoolContract {

    /** A spool on the same storage as the ones before, which are closed. */
    Spool newSpool(SpoolConfig config, EventSink events) throws IOException;

    default SpoolConfig smallConfig() {
        return new SpoolConfig("chronicle", ByteSize.ofMiB(1), ByteSize.ofMiB(1), 110, 64, ByteSize.ofMiB(4), 30);
    }

    /** A spool that was recovered and started. */
    default Spool started() throws IOException {
        return started(new RecoveredMail(), new RecordedEvents());
    }

    default Spool started(RecoveredMail recovered, EventSink events) throws IOException {
        Spool spool = newSpool(smallConfig(), events);
        spool.recover(recovered);
        spool.start();
        return spool;
    }

    default Samples samples() {
        return new Samples(Randomness.seeded(7));
    }

    @Test
    default void committedEntryIsReadBackFromItsPlaces() throws IOException {
        try (Spool spool = started()) {
            ByteBuffer content = samples().bytes(10_000);

            CommittedEntry entry = commit(spool, samples().message(content.duplicate(), 3, null));

            var message = (JournalRecord.Message) entry.records().getFirst();
            assertThat(spool.readAcceptance(entry.places().getFirst())).isEqualTo(message);
            assertThat(spool.readContent(message.content())).isEqualTo(content);
            assertThat(spool.readContent(message.content(), 100, 50)).isEqualTo(content.slice(100, 50));
            assertThat(message.content().position()).isNotNegative();
        }
    }

    @Test
    default void recordsOfOneEntryHaveConsecutiveNumbersAndPlacesOfTheirOwn() throws IOException {
        Samples samples = samples();
        try (Spool spool = started()) {
            JobId job = samples.jobId();
            Labels labels = Labels.ofTenant("t");
            var records = new ArrayList<JournalRecord>();
            var contents = new ArrayList<ByteBuffer>();
            for (int block = 0; block < 3; block++) {
                SpoolEntry rows = samples.jobRows(job, labels, block * 4L, 4);
                contents.add(rows.contents().getFirst());
                var value = (JournalRecord.JobRows) rows.records().getFirst();
                records.add(new JournalRecord.JobRows(job, labels, value.priority(), block * 4L, value.domains(),
                        Samples.NOW, Samples.NOW, value.expiresMillis(), SpoolEntry.contentNumber(block, 160)));
            }

            CommittedEntry entry = commit(spool, new SpoolEntry(contents, records));
            CommittedEntry next = commit(spool, samples.message(1, 10));

            assertThat(next.firstSequence()).isEqualTo(entry.firstSequence() + 3);
            for (int i = 0; i < 3; i++) {
                JournalRecord.Acceptance read = spool.readAcceptance(entry.places().get(i));
                assertThat(read).isEqualTo(entry.records().get(i));
                assertThat(spool.readContent(read.content())).isEqualTo(contents.get(i));
            }
            assertThat(spool.books().job(job)).contains(new Balance(12, 0, 0, 0, 0));
        }
    }

    @Test
    default void observerIsToldBeforeTheListener() throws Exception {
        var order = new ArrayList<String>();
        var done = new CountDownLatch(1);
        try (Spool spool = newSpool(smallConfig(), new RecordedEvents())) {
            spool.recover(new RecoveredMail());
            spool.observe(new Spool.SpoolObserver() {
                @Override
                public void accepted(long sequence, SpoolRef place, JournalRecord.Acceptance value) {
                    order.add("accepted " + sequence);
                }

                @Override
                public void relocated(long acceptance, SpoolRef from, SpoolRef to) {}
            });
            spool.start();
            assertThat(spool.offer(samples().message(1, 10), new CommitListener() {
                @Override
                public void committed(CommittedEntry entry) {
                    order.add("committed " + entry.firstSequence());
                    done.countDown();
                }

                @Override
                public void failed(String reason) {}
            })).isTrue();

            assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(order).hasSize(2);
            assertThat(order.getFirst()).startsWith("accepted ");
            assertThat(order.getLast()).isEqualTo(order.getFirst().replace("accepted", "committed"));
        }
    }

    @Test
    default void entriesOfOneThreadAreCommittedInOrder() throws IOException {
        Samples samples = samples();
        try (Spool spool = started()) {
            var commits = new ArrayList<Commit>();
            for (int i = 0; i < 500; i++) {
                commits.add(Commit.offer(spool, samples.message(1, 100)));
            }
            long last = 0;
            for (Commit commit : commits) {
                assertThat(commit.get().firstSequence()).isGreaterThan(last);
                last = commit.get().firstSequence();
            }
        }
    }

    @Test
    default void booksBalanceForNodeTenantsCampaignsAndJobs() throws IOException {
        Samples samples = samples();
        var labels = new Labels("acme", "spring", "");
        try (Spool spool = started()) {
            CommittedEntry entry = commit(spool, new SpoolEntry(List.of(samples.bytes(5)),
                    List.of(samples.record(labels, 3, SpoolEntry.contentNumber(0, 5), null))));
            SpoolRef place = entry.places().getFirst();
            commitOutcome(spool, entry, 0, EventType.DELIVERED, labels);
            commitOutcome(spool, entry, 1, EventType.RENDERING_FAILED, labels);

            var expected = new Balance(3, 1, 1, 0, 0);
            assertThat(spool.books().node()).isEqualTo(expected);
            assertThat(spool.books().tenants()).containsEntry("acme", expected);
            assertThat(spool.books().campaigns()).containsEntry(new Books.CampaignKey("acme", "spring"), expected);
            assertThat(expected.queued()).isEqualTo(1);
            assertThat(spool.isOpen(new RecipientKey(entry.firstSequence(), 1))).isFalse();
            assertThat(spool.isOpen(new RecipientKey(entry.firstSequence(), 2))).isTrue();
            assertThat(place).isNotNull();
        }
    }

    private static void commitOutcome(Spool spool, CommittedEntry entry, int index, EventType type, Labels labels) {
        Samples samples = new Samples(Randomness.seeded(1));
        var key = new RecipientKey(entry.firstSequence(), index);
        var _ = commit(spool, samples.attempted(new JournalRecord.Attempted(key, entry.places().getFirst(),
                samples.event(type, labels, null, 0))));
    }

    @Test
    default void secondOutcomeOfOneRecipientChangesNothing() throws IOException {
        var labels = Labels.ofTenant("acme");
        var events = new RecordedEvents();
        try (Spool spool = started(new RecoveredMail(), events)) {
            CommittedEntry entry = commit(spool, new SpoolEntry(List.of(samples().bytes(5)),
                    List.of(samples().record(labels, 1, SpoolEntry.contentNumber(0, 5), null))));
            commitOutcome(spool, entry, 0, EventType.DELIVERED, labels);
            commitOutcome(spool, entry, 0, EventType.BOUNCED, labels);

            assertThat(spool.books().node()).isEqualTo(new Balance(1, 1, 0, 0, 0));
        }
        assertThat(events.events()).noneMatch(event -> event.type() == EventType.BOUNCED);
    }

    @Test
    default void restartShowsWhatIsOpenAndTheSameBooks() throws IOException {
        Samples samples = samples();
        Labels labels = Labels.ofTenant("acme");
        long sequence;
        JournalRecord.Acceptance value;
        Books.BooksSnapshot books;
        try (Spool spool = started()) {
            CommittedEntry settled = commit(spool, samples.message(1, 50));
            commitOutcome(spool, settled, 0, EventType.DELIVERED, labels);
            CommittedEntry entry = commit(spool, samples.message(3, 50));
            sequence = entry.firstSequence();
            value = (JournalRecord.Acceptance) entry.records().getFirst();
            SpoolRef place = entry.places().getFirst();
            commitOutcome(spool, entry, 1, EventType.BOUNCED, labels);
            var _ = commit(spool, samples.attempted(
                    samples.deferral(new RecipientKey(sequence, 2), place, labels, 4, Samples.NOW + 777)));
            books = spool.books().snapshot();
        }
        var recovered = new RecoveredMail();
        try (Spool spool = started(recovered, new RecordedEvents())) {
            assertThat(recovered.acceptances()).containsOnlyKeys(sequence);
            RecoveredMail.Shown shown = recovered.get(sequence);
            assertThat(shown.value()).isEqualTo(value);
            assertThat(shown.open()).containsExactly(true, false, true);
            assertThat(shown.attempts()).containsExactly(0, 0, 4);
            assertThat(shown.dueMillis()).containsExactly(0L, 0L, Samples.NOW + 777);
            assertThat(spool.readAcceptance(shown.place())).isEqualTo(value);
            assertThat(spool.books().snapshot()).isEqualTo(books);
            assertThat(commit(spool, samples.message(1, 10)).firstSequence()).isGreaterThan(sequence);
        }
    }

    @Test
    default void jobIsThereAfterRestart() throws IOException {
        Samples samples = samples();
        JobId id = samples.jobId();
        Labels labels = new Labels("acme", "spring", "");
        JournalRecord.JobOpened opened;
        try (Spool spool = started()) {
            CommittedEntry entry = commit(spool, samples.jobOpened(id, labels, null));
            opened = (JournalRecord.JobOpened) entry.records().getFirst();
            var _ = commit(spool, samples.jobRows(id, labels, 0, 20));
            assertThat(spool.job(id)).contains(opened);
        }
        var recovered = new RecoveredMail();
        try (Spool spool = started(recovered, new RecordedEvents())) {
            assertThat(spool.job(id)).contains(opened);
            assertThat(spool.readContent(opened.template()).remaining()).isEqualTo(300);
            assertThat(recovered.openRecipients()).isEqualTo(20);
            assertThat(spool.books().job(id)).contains(new Balance(20, 0, 0, 0, 0));
            assertThat(spool.jobProgress(id)).contains(new Spool.JobProgress(20, false));
            var _ = commit(spool, new SpoolEntry(List.of(),
                    List.of(new JournalRecord.JobClosed(id, labels, 20, Samples.NOW))));
            assertThat(spool.jobProgress(id)).contains(new Spool.JobProgress(20, true));
            assertThat(spool.job(samples.jobId())).isEmpty();
        }
    }

    @Test
    default void idempotencyEntriesThatHoldAreShownAtRestart() throws IOException {
        Samples samples = samples();
        IdempotencyEntry holds = samples.idempotency(Long.MAX_VALUE);
        IdempotencyEntry ofJob = samples.idempotency(Long.MAX_VALUE);
        IdempotencyEntry alone = samples.idempotency(Long.MAX_VALUE);
        try (Spool spool = started()) {
            var _ = commit(spool, samples.message(samples.bytes(10), 1, holds));
            var _ = commit(spool, samples.message(samples.bytes(10), 1, samples.idempotency(1)));
            var _ = commit(spool, samples.jobOpened(samples.jobId(), samples.labels(), ofJob));
            var _ = commit(spool, new SpoolEntry(List.of(), List.of(new JournalRecord.Remembered(alone))));
        }
        var recovered = new RecoveredMail();
        try (Spool spool = started(recovered, new RecordedEvents())) {
            assertThat(spool.health().accepting()).isTrue();
        }
        assertThat(recovered.remembered()).containsExactlyInAnyOrder(holds, ofJob, alone);
    }

    @Test
    default void eventsTellOfEveryRecordAndMissingOnesArePublishedAtRestart() throws IOException {
        Samples samples = samples();
        JobId job = samples.jobId();
        Labels labels = Labels.ofTenant("acme");
        var events = new RecordedEvents();
        CommittedEntry entry;
        try (Spool spool = started(new RecoveredMail(), events)) {
            entry = commit(spool, samples.message(2, 50));
            commitOutcome(spool, entry, 0, EventType.DELIVERED, labels);
            var _ = commit(spool, samples.jobOpened(job, labels, null));
            var _ = commit(spool, samples.jobRows(job, labels, 0, 7));
            var _ = commit(spool, new SpoolEntry(List.of(),
                    List.of(new JournalRecord.Noted(samples.event(EventType.DELAYED, labels, null, 5)),
                            new JournalRecord.JobClosed(job, labels, 7, Samples.NOW))));
        }
        assertThat(events.events()).extracting(DeliveryEvent::type).contains(EventType.ACCEPTED, EventType.DELIVERED,
                EventType.JOB_OPENED, EventType.JOB_ROWS_ACCEPTED, EventType.DELAYED, EventType.JOB_CLOSED);
        assertThat(events.events().getFirst().count()).isEqualTo(2);
        assertThat(events.events()).filteredOn(e -> e.type() == EventType.JOB_ROWS_ACCEPTED).first()
                .matches(e -> e.count() == 7);

        var later = RecordedEvents.knowingUpTo(entry.firstSequence());
        try (Spool spool = started(new RecoveredMail(), later)) {
            assertThat(spool.health().accepting()).isTrue();
        }
        List<DeliveryEvent> kept = events.events().stream()
                .filter(e -> e.journalSequence() > entry.firstSequence()).toList();
        assertThat(later.events()).isEqualTo(kept);
    }

    @Test
    default void ringThatIsFullRefusesAndCallsBackWhenThereIsRoom() throws Exception {
        Samples samples = samples();
        var inCommit = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        try (Spool spool = started()) {
            assertThat(spool.offer(samples.message(1, 10), new BlockingListener(inCommit, goOn))).isTrue();
            assertThat(inCommit.await(30, TimeUnit.SECONDS)).isTrue();
            SpoolEntry entry = samples.message(1, 10);
            var commits = new ArrayList<Commit>();
            var commit = new Commit();
            while (spool.offer(entry, commit)) {
                commits.add(commit);
                commit = new Commit();
            }
            var called = new CountDownLatch(1);
            spool.whenRoom(called::countDown);
            assertThat(commits).hasSizeBetween(1, 64);
            assertThat(called.getCount()).isEqualTo(1);

            goOn.countDown();

            assertThat(called.await(30, TimeUnit.SECONDS)).isTrue();
            commits.forEach(accepted -> assertThat(accepted.get().firstSequence()).isPositive());
        }
    }

    @Test
    default void ringRefusesMoreOctetsThanItMayHold() throws Exception {
        Samples samples = samples();
        var inCommit = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        try (Spool spool = started()) {
            assertThat(spool.offer(samples.message(1, 10), new BlockingListener(inCommit, goOn))).isTrue();
            assertThat(inCommit.await(30, TimeUnit.SECONDS)).isTrue();
            int taken = 0;
            while (spool.offer(samples.message(1, 1 << 20), new Commit())) {
                taken++;
            }
            assertThat(taken).isEqualTo(3);
            goOn.countDown();
        }
    }

    @Test
    default void closeCommitsWhatWasTaken() throws IOException {
        Samples samples = samples();
        var commits = new ArrayList<Commit>();
        Spool spool = started();
        try (spool) {
            for (int i = 0; i < 40; i++) {
                commits.add(Commit.offer(spool, samples.message(1, 1000)));
            }
        }
        assertThat(commits).allMatch(Commit::isCommitted);
        assertThat(spool.offer(samples.message(1, 10), new Commit())).isFalse();
        assertThat(spool.health().accepting()).isFalse();
        var recovered = new RecoveredMail();
        try (Spool next = started(recovered, new RecordedEvents())) {
            assertThat(next.books().node().accepted()).isEqualTo(40);
        }
        assertThat(recovered.acceptances()).hasSize(40);
    }

    @Test
    default void wrongEntryIsRefusedByName() throws IOException {
        try (Spool spool = started()) {
            assertThatThrownBy(() -> spool.offer(new SpoolEntry(List.of(), List.of()), new Commit()))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("1 to 1024 records");
            SpoolEntry empty = new SpoolEntry(List.of(ByteBuffer.allocate(0)),
                    samples().message(1, 10).records());
            assertThatThrownBy(() -> spool.offer(empty, new Commit())).hasMessageContaining("at least one octet");
        }
    }

    @Test
    default void placeThatDoesNotExistIsAnError() throws IOException {
        try (Spool spool = started()) {
            CommittedEntry entry = commit(spool, samples().message(1, 10));
            long position = entry.places().getFirst().position();

            assertThatThrownBy(() -> spool.readAcceptance(new SpoolRef(position + 1))).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> spool.readAcceptance(new SpoolRef(position + (1L << 50))))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> spool.readContent(new ContentRef(position + (1 << 20), 10)))
                    .isInstanceOf(IOException.class);
        }
    }

    /** Holds the committing thread up. */
    final class BlockingListener implements CommitListener {
        private final CountDownLatch entered;
        private final CountDownLatch goOn;
        private final AtomicBoolean interrupted = new AtomicBoolean();

        BlockingListener(CountDownLatch entered, CountDownLatch goOn) {
            this.entered = entered;
            this.goOn = goOn;
        }

        @Override
        public void committed(CommittedEntry entry) {
            entered.countDown();
            try {
                interrupted.set(!goOn.await(60, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void failed(String reason) {
            entered.countDown();
        }
    }
}
