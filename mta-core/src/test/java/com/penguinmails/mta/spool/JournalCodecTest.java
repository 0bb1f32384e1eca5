package com.penguinmails.mta.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.RecipientKey;
import com.penguinmails.mta.message.SpoolRef;
import com.penguinmails.mta.spool.JournalItem.BooksState;
import com.penguinmails.mta.spool.JournalItem.Fact;
import com.penguinmails.mta.spool.JournalItem.JobState;
import com.penguinmails.mta.spool.JournalItem.OpenRecipient;
import com.penguinmails.mta.time.Randomness;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class JournalCodecTest {
    private static final int SEEDS = 300;
    private final RecordWriter writer = new RecordWriter();

    @Test
    void everyItemIsReadBackAsItWasWritten() throws CorruptRecordException {
        for (long seed = 0; seed < SEEDS; seed++) {
            List<JournalItem> items = items(Randomness.seeded(seed));
            long sequence = 1000 + seed;

            ByteBuffer payload = JournalCodec.encode(writer, items);

            assertThat(JournalCodec.decode(sequence, payload)).as("seed %s", seed).isEqualTo(numbered(items, sequence));
            for (int i = 0; i < items.size(); i++) {
                if (!(items.get(i) instanceof Fact(JournalRecord value)) || !hasEvent(value)) {
                    assertThat(JournalCodec.decodeOne(payload, i)).isEqualTo(items.get(i));
                }
            }
        }
    }

    /** Its event is numbered when it is written. */
    private static boolean hasEvent(JournalRecord value) {
        return value instanceof JournalRecord.Attempted || value instanceof JournalRecord.Reported;
    }

    @Test
    void headOfAnAcceptanceIsReadWithoutTheRest() throws CorruptRecordException {
        var samples = new Samples(Randomness.seeded(5));
        JournalRecord.Message message = samples.record(samples.labels(), 3, new ContentRef(77, 9),
                samples.idempotency(9));
        var cursor = new JournalCodec.Cursor(1, JournalCodec.encode(writer, List.of(new Fact(message))));

        assertThat(cursor.next()).isTrue();
        assertThat(cursor.isAcceptance()).isTrue();
        assertThat(cursor.head(new TextCache())).isEqualTo(AcceptanceHead.of(message));
        assertThat(cursor.next()).isFalse();
    }

    @Test
    void placeHoldersKeepTheNumbersOfTheOthers() throws CorruptRecordException {
        var samples = new Samples(Randomness.seeded(5));
        var noted = new JournalRecord.Noted(samples.event(EventType.DELAYED, Labels.ofTenant("t"), null, 1));
        var closed = new JournalRecord.JobClosed(samples.jobId(), Labels.ofTenant("t"), 5, 6);
        ByteBuffer payload = JournalCodec.encode(writer, List.of(new Fact(noted), new Fact(closed)));

        assertThat(JournalCodec.decode(1, payload)).containsExactly(new Fact(closed));
        assertThat(JournalCodec.decodeOne(payload, 1)).isEqualTo(new Fact(closed));
        assertThatThrownBy(() -> JournalCodec.decodeOne(payload, 2)).isInstanceOf(CorruptRecordException.class);
    }

    @Test
    void bytesThatAreNoRecordAreRefusedWhateverTheyAre() {
        int refused = 0;
        for (long seed = 0; seed < 20 * SEEDS; seed++) {
            RandomGenerator random = Randomness.seeded(seed);
            ByteBuffer bytes = seed % 2 == 0 ? mutated(random) : new Samples(random).bytes(random.nextInt(200));
            refused += isRefused(seed, bytes) ? 1 : 0;
        }
        assertThat(refused).isGreaterThan(10 * SEEDS);
    }

    private static boolean isRefused(long seed, ByteBuffer bytes) {
        try {
            return JournalCodec.decode(1, bytes).size() > LogPosition.MAX_ORDINALS;
        } catch (CorruptRecordException _) {
            return true;
        } catch (RuntimeException | OutOfMemoryError e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    private ByteBuffer mutated(RandomGenerator random) {
        ByteBuffer payload = JournalCodec.encode(writer, items(random));
        byte[] bytes = new byte[payload.remaining()];
        var _ = payload.get(bytes);
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return ByteBuffer.wrap(bytes, 0, random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length);
    }

    private static List<JournalItem> numbered(List<JournalItem> items, long sequence) {
        var resolver = new PlaceResolver(new long[0]);
        var numbered = new ArrayList<JournalItem>();
        for (JournalItem item : items) {
            numbered.add(resolver.resolve(item, sequence + numbered.size()));
        }
        return numbered;
    }

    private static List<JournalItem> items(RandomGenerator random) {
        var samples = new Samples(random);
        var items = new ArrayList<JournalItem>();
        for (int left = 1 + random.nextInt(4); left > 0; left--) {
            items.add(item(random, samples));
        }
        return items;
    }

    private static JournalItem item(RandomGenerator random, Samples samples) {
        var content = new ContentRef(random.nextLong(1L << 50), 1 + random.nextInt(1000));
        IdempotencyEntry idempotency = random.nextBoolean() ? samples.idempotency(random.nextLong()) : null;
        JobId job = samples.jobId();
        var key = new RecipientKey(random.nextLong(1L << 40), random.nextInt(100));
        var place = new SpoolRef(random.nextLong(1L << 50));
        return switch (random.nextInt(11)) {
            case 0 -> new Fact(samples.record(samples.labels(), 1 + random.nextInt(5), content, idempotency));
            case 1 -> new Fact(opened(samples, job, content, idempotency));
            case 2 -> new Fact(rows(samples, job, content));
            case 3 -> new Fact(new JournalRecord.JobClosed(job, samples.labels(), random.nextLong(), Samples.NOW));
            case 4 -> new Fact(samples.finalOutcome(key, place, samples.labels(), random.nextBoolean() ? job : null));
            case 5 -> new Fact(samples.deferral(key, place, samples.labels(), 3, Samples.NOW));
            case 6 -> new Fact(new JournalRecord.Remembered(samples.idempotency(random.nextLong())));
            case 7 -> new JournalItem.Relocation(random.nextLong(), rows(samples, job, content),
                    List.of(new OpenRecipient(0, 0, 0), new OpenRecipient(2, 4, Samples.NOW)));
            case 8 ->
                new Fact(new JournalRecord.Kept("command/" + random.nextInt(), samples.bytes(random.nextInt(3) * 50)));
            case 9 -> new Fact(new JournalRecord.Reported(
                    samples.event(EventType.CANCELLED, samples.labels(), null, 0)));
            default -> new JournalItem.Checkpoint(books(samples, job, content));
        };
    }

    private static JournalRecord.JobOpened opened(Samples samples, JobId job, ContentRef content,
            @Nullable IdempotencyEntry idempotency) {
        return new JournalRecord.JobOpened(job, samples.labels(), samples.priority(), samples.envelope(), "d.example",
                "k", Samples.NOW, Samples.NOW + 1, Samples.NOW + 2, content, idempotency);
    }

    private static JournalRecord.JobRows rows(Samples samples, JobId job, ContentRef content) {
        var rows = (JournalRecord.JobRows) samples.jobRows(job, samples.labels(), 7, 10).records().getFirst();
        return new JournalRecord.JobRows(job, rows.labels(), rows.priority(), 7, rows.domains(), 1, 2, 3, content);
    }

    private static BooksState books(Samples samples, JobId job, ContentRef content) {
        var balance = new Balance(10, 4, 3, 2, 1);
        var totals = new Books.BooksSnapshot(balance, Map.of("a", balance, "b", Balance.zero()),
                Map.of(new Books.CampaignKey("a", "c"), balance));
        return new BooksState(totals, List.of(new JobState(job, opened(samples, job, content, null), 10, true, balance),
                new JobState(samples.jobId(), null, 0, false, Balance.zero())));
    }
}
