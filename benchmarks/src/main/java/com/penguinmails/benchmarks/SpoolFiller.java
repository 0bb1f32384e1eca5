package com.penguinmails.benchmarks;

import com.penguinmails.mta.config.EventsConfig;
import com.penguinmails.mta.config.SpoolConfig;
import com.penguinmails.mta.event.EventLog;
import com.penguinmails.mta.message.Envelope;
import com.penguinmails.mta.message.ForwardPath;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.MessageId;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.message.Recipient;
import com.penguinmails.mta.message.ReversePath;
import com.penguinmails.mta.spool.ChronicleEventStore;
import com.penguinmails.mta.spool.ChronicleSpool;
import com.penguinmails.mta.spool.CommitListener;
import com.penguinmails.mta.spool.CommittedEntry;
import com.penguinmails.mta.spool.ContentRef;
import com.penguinmails.mta.spool.EmptySpool;
import com.penguinmails.mta.spool.JournalRecord;
import com.penguinmails.mta.spool.Spool;
import com.penguinmails.mta.spool.SpoolEntry;
import com.penguinmails.mta.time.Clock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Fills a node's data directory with queued mail through the real spool and the real event log, as a node does that accepts and
 * never sends. For one thread.
 */
final class SpoolFiller {
    private static final int MESSAGES_AN_ENTRY = 1_000;
    private static final int ENTRIES_WAITING = 16;
    private static final int TENANTS = 1_000;
    private static final int CAMPAIGNS = 10;
    private static final int DOMAINS = 10;
    private static final Envelope ENVELOPE = Envelope.of(ReversePath.parse("news@sender.bench.test"));
    private static final byte[] CONTENT = ("From: news@sender.bench.test\r\nSubject: Bench\r\n\r\n"
            + "A line.\r\n".repeat(20))
            .getBytes(StandardCharsets.US_ASCII);

    private final Path data;
    private final Clock clock;
    private final LongConsumer progress;
    private final Semaphore room = new Semaphore(ENTRIES_WAITING);
    private final AtomicReference<@Nullable String> failure = new AtomicReference<>();

    /** @param progress told how many are on disk */
    SpoolFiller(Path data, Clock clock, LongConsumer progress) {
        this.data = data;
        this.clock = clock;
        this.progress = progress;
    }

    /** Messages of one recipient each, in 100,000 queues of 1,000 tenants; returns when all of them are on disk. */
    void fill(int messages) throws IOException, InterruptedException {
        Path events = Files.createDirectories(data.resolve("events"));
        SpoolConfig config = SpoolConfig.defaults();
        try (var store = new ChronicleEventStore(events.resolve("log"), config.fileSize());
                var log = new EventLog(store, events.resolve("index"), EventsConfig.defaults(), clock);
                Spool spool = ChronicleSpool.open(data.resolve("spool"), config, log, clock)) {
            spool.recover(new EmptySpool());
            spool.start();
            for (int first = 0; first < messages; first += MESSAGES_AN_ENTRY) {
                room.acquire();
                offer(spool, entry(first, Math.min(MESSAGES_AN_ENTRY, messages - first)));
                progress.accept(first);
            }
            room.acquire(ENTRIES_WAITING);
        }
    }

    private void offer(Spool spool, SpoolEntry entry) throws IOException, InterruptedException {
        while (!spool.offer(entry, new Committed())) {
            Thread.sleep(1);
        }
        String failed = failure.get();
        if (failed != null) {
            throw new IOException("the spool was not filled: " + failed);
        }
    }

    /** The messages of an entry share their content. */
    private SpoolEntry entry(int first, int count) {
        long now = clock.millis();
        ContentRef content = SpoolEntry.contentNumber(0, CONTENT.length);
        var records = new ArrayList<JournalRecord>(count);
        for (int i = first; i < first + count; i++) {
            var labels = new Labels("tenant" + i % TENANTS, "campaign" + i / TENANTS % CAMPAIGNS, "");
            String domain = "d" + i / TENANTS / CAMPAIGNS % DOMAINS + ".bench.test";
            var recipient = Recipient.of(ForwardPath.parse("recipient" + i + "@" + domain));
            records.add(new JournalRecord.Message(new MessageId(now << 16 | 0x7000, i), labels, PriorityClass.BULK,
                    ENVELOPE, List.of(recipient), "sender.bench.test", "", now, now,
                    now + Duration.ofDays(5).toMillis(), content, null));
        }
        return new SpoolEntry(List.of(ByteBuffer.wrap(CONTENT)), records);
    }

    private final class Committed implements CommitListener {
        @Override
        public void committed(CommittedEntry entry) {
            room.release();
        }

        @Override
        public void failed(String reason) {
            failure.set(reason);
            room.release();
        }
    }
}
