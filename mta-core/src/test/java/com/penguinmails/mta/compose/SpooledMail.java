package com.penguinmails.mta.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.config.SpoolConfig;
import com.penguinmails.mta.event.DeliveryEvent;
import com.penguinmails.mta.event.EventSink;
import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.message.BodyType;
import com.penguinmails.mta.message.DsnReturn;
import com.penguinmails.mta.message.Envelope;
import com.penguinmails.mta.message.ForwardPath;
import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.MessageId;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.message.Recipient;
import com.penguinmails.mta.message.ReversePath;
import com.penguinmails.mta.message.SpoolRef;
import com.penguinmails.mta.schedule.OpenRecipients;
import com.penguinmails.mta.spool.CommitListener;
import com.penguinmails.mta.spool.CommittedEntry;
import com.penguinmails.mta.spool.IdempotencyEntry;
import com.penguinmails.mta.spool.JournalRecord;
import com.penguinmails.mta.spool.MemoryDisk;
import com.penguinmails.mta.spool.MemorySpool;
import com.penguinmails.mta.spool.Spool;
import com.penguinmails.mta.spool.SpoolEntry;
import com.penguinmails.mta.time.Clock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** A spool in memory with mail of sender.test in it. For one thread. */
final class SpooledMail implements AutoCloseable {
    static final long ACCEPTED = 1_795_422_600_000L;
    static final Labels LABELS = Labels.ofTenant("acme");
    private static final Envelope ENVELOPE = new Envelope(ReversePath.parse("bounce@sender.test"), BodyType.SEVEN_BIT,
            false, false, DsnReturn.UNSPECIFIED, null);

    /** Where an acceptance lies. */
    record Place(long acceptance, SpoolRef ref) {}

    private final MemorySpool spool;

    SpooledMail(Clock clock) throws IOException {
        spool = MemorySpool.stepped(new MemoryDisk(), SpoolConfig.defaults(), new NoEvents(), clock);
        spool.recover(new NoMail());
        spool.start();
    }

    Spool spool() {
        return spool;
    }

    Place message(MessageId id, byte[] content, int recipients) {
        var list = new ArrayList<Recipient>();
        for (int i = 0; i < recipients; i++) {
            list.add(Recipient.of(ForwardPath.parse("r" + i + "@d" + i + ".test")));
        }
        return commit(ByteBuffer.wrap(content),
                new JournalRecord.Message(id, LABELS, PriorityClass.BULK, ENVELOPE, list,
                        "sender.test", "", ACCEPTED, ACCEPTED, ACCEPTED + 1_000_000,
                        SpoolEntry.contentNumber(0, content.length), null));
    }

    void job(JobId id, JobTemplate template) {
        ByteBuffer octets = new JobTemplateCodec().encode(template);
        var _ = commit(octets, new JournalRecord.JobOpened(id, LABELS, PriorityClass.BULK, ENVELOPE, "sender.test", "",
                ACCEPTED, ACCEPTED, ACCEPTED + 1_000_000, SpoolEntry.contentNumber(0, octets.remaining()), null));
    }

    /** Rows for r0@d.test, r1@d.test and so on. */
    Place rows(JobId id, long firstRow, List<String> variables) {
        var block = new RowBlock.Builder();
        for (int i = 0; i < variables.size(); i++) {
            block.add("r" + i + "@d.test", variables.get(i).getBytes(StandardCharsets.UTF_8));
        }
        ByteBuffer octets = block.build();
        return commit(octets, new JournalRecord.JobRows(id, LABELS, PriorityClass.BULK, firstRow,
                variables.stream().map(_ -> "d.test").toList(), ACCEPTED, ACCEPTED, ACCEPTED + 1_000_000,
                SpoolEntry.contentNumber(0, octets.remaining())));
    }

    private Place commit(ByteBuffer content, JournalRecord entry) {
        var committed = new AtomicReference<CommittedEntry>();
        assertThat(spool.offer(new SpoolEntry(List.of(content), List.of(entry)), new Listener(committed))).isTrue();
        assertThat(spool.doWork()).isEqualTo(1);
        CommittedEntry there = committed.get();
        return new Place(there.firstSequence(), there.places().getFirst());
    }

    @Override
    public void close() {
        spool.close();
    }

    private record Listener(AtomicReference<CommittedEntry> committed) implements CommitListener {
        @Override
        public void committed(CommittedEntry entry) {
            committed.set(entry);
        }

        @Override
        public void failed(String reason) {
            throw new AssertionError(reason);
        }
    }

    private static final class NoEvents implements EventSink {
        @Override
        public void publish(DeliveryEvent event) {}

        @Override
        public void flush() {}

        @Override
        public void force() {}

        @Override
        public long lastJournalSequence() {
            return 0;
        }

        @Override
        public boolean endsWith(EventType type) {
            return false;
        }
    }

    private static final class NoMail implements Spool.RecoveryListener {
        @Override
        public void progress(long scannedBytes, long totalBytes) {}

        @Override
        public void acceptance(long sequence, SpoolRef place, JournalRecord.Acceptance record,
                OpenRecipients open) {}

        @Override
        public void remembered(IdempotencyEntry entry) {}

        @Override
        public void kept(String key, ByteBuffer value) {}
    }
}
