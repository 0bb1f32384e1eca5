package com.penguinmails.mta.spool;

import com.penguinmails.mta.event.DeliveryEvent;
import com.penguinmails.mta.event.EventDetail;
import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.message.BodyType;
import com.penguinmails.mta.message.DsnReturn;
import com.penguinmails.mta.message.Envelope;
import com.penguinmails.mta.message.ForwardPath;
import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.MessageId;
import com.penguinmails.mta.message.Notify;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.message.Recipient;
import com.penguinmails.mta.message.RecipientKey;
import com.penguinmails.mta.message.ReversePath;
import com.penguinmails.mta.message.SpoolRef;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Entries and records from a seed. For one thread. */
final class Samples {
    static final long NOW = 1_800_000_000_000L;
    private static final EventType[] FINAL = {EventType.DELIVERED, EventType.BOUNCED, EventType.EXPIRED,
            EventType.CANCELLED, EventType.RENDERING_FAILED};
    private final RandomGenerator random;

    Samples(RandomGenerator random) {
        this.random = random;
    }

    /** An entry with one message of {@code size} octets for {@code recipients} recipients. */
    SpoolEntry message(int recipients, int size) {
        return message(bytes(size), recipients, null);
    }

    SpoolEntry message(ByteBuffer content, int recipients, @Nullable IdempotencyEntry idempotency) {
        ContentRef place = SpoolEntry.contentNumber(0, content.remaining());
        return new SpoolEntry(List.of(content), List.of(record(labels(), recipients, place, idempotency)));
    }

    JournalRecord.Message record(Labels labels, int recipients, ContentRef content,
            @Nullable IdempotencyEntry idempotency) {
        var list = new ArrayList<Recipient>();
        for (int i = 0; i < recipients; i++) {
            list.add(recipient(i));
        }
        return new JournalRecord.Message(messageId(), labels, priority(), envelope(), list, "sender.example", "key1",
                NOW, NOW + random.nextInt(2) * 60_000L, NOW + 86_400_000, content, idempotency);
    }

    /** A message that is to be sent a minute after it was accepted. */
    JournalRecord.Message scheduled() {
        return new JournalRecord.Message(messageId(), labels(), priority(), envelope(), List.of(recipient(0)),
                "sender.example", "key1", NOW, NOW + 60_000, NOW + 86_400_000, SpoolEntry.contentNumber(0, 10), null);
    }

    /** An entry that keeps a text; an empty one forgets the key. */
    static SpoolEntry fact(String key, String text) {
        return new SpoolEntry(List.of(),
                List.of(new JournalRecord.Kept(key, StandardCharsets.UTF_8.encode(text))));
    }

    SpoolEntry jobOpened(JobId id, Labels labels, @Nullable IdempotencyEntry idempotency) {
        ByteBuffer template = bytes(300);
        return new SpoolEntry(List.of(template),
                List.of(new JournalRecord.JobOpened(id, labels, PriorityClass.BULK, envelope(), "sender.example",
                        "key1", NOW, NOW, NOW + 86_400_000, SpoolEntry.contentNumber(0, 300), idempotency)));
    }

    SpoolEntry jobRows(JobId id, Labels labels, long firstRow, int rows) {
        ByteBuffer block = bytes(rows * 40);
        var domains = new ArrayList<String>();
        for (int i = 0; i < rows; i++) {
            domains.add("d" + random.nextInt(5) + ".example");
        }
        return new SpoolEntry(List.of(block), List.of(new JournalRecord.JobRows(id, labels, PriorityClass.BULK,
                firstRow, domains, NOW, NOW, NOW + 86_400_000, SpoolEntry.contentNumber(0, rows * 40))));
    }

    SpoolEntry attempted(JournalRecord.Attempted attempted) {
        return new SpoolEntry(List.of(), List.of(attempted));
    }

    JournalRecord.Attempted finalOutcome(RecipientKey key, SpoolRef place, Labels labels, @Nullable JobId job) {
        return new JournalRecord.Attempted(key, place, event(pick(FINAL), labels, job, 0));
    }

    JournalRecord.Attempted deferral(RecipientKey key, SpoolRef place, Labels labels, int attempt, long dueMillis) {
        DeliveryEvent event = event(EventType.DEFERRED, labels, null, dueMillis);
        return new JournalRecord.Attempted(key, place, new DeliveryEvent(event.type(), event.epochMillis(), 0, labels,
                event.messageId(), null, event.recipient(), 1, attempt, event.detail()));
    }

    DeliveryEvent event(EventType type, Labels labels, @Nullable JobId job, long releaseMillis) {
        EventDetail detail = random.nextInt(4) == 0 && releaseMillis == 0
                ? null
                : new EventDetail("2.0.0", "250 " + text(), optional(), optional(), optional(), optional(),
                        releaseMillis);
        return new DeliveryEvent(type, NOW + random.nextInt(1000), 0, labels, messageId(), job, "a@d0.example", 1,
                1 + random.nextInt(5), detail);
    }

    IdempotencyEntry idempotency(long expiresMillis) {
        return new IdempotencyEntry(random.nextLong(), random.nextLong(), random.nextLong(), 202, text(),
                expiresMillis);
    }

    Recipient recipient(int index) {
        Set<Notify> notify = switch (random.nextInt(4)) {
            case 0 -> Set.of(Notify.NEVER);
            case 1 -> Set.of(Notify.FAILURE, Notify.DELAY);
            default -> Set.of();
        };
        ForwardPath path = ForwardPath.parse("r" + index + "." + random.nextInt(100_000) + "@d" + random.nextInt(20)
                + ".example");
        return new Recipient(path, notify, optional());
    }

    Envelope envelope() {
        ReversePath from = random.nextInt(5) == 0 ? ReversePath.empty() : ReversePath.parse("münch.ß@sender.example");
        return new Envelope(from, random.nextBoolean() ? BodyType.SEVEN_BIT : BodyType.EIGHT_BIT_MIME,
                random.nextBoolean(), random.nextBoolean(),
                pick(DsnReturn.UNSPECIFIED, DsnReturn.FULL, DsnReturn.HDRS), optional());
    }

    Labels labels() {
        return new Labels("t" + random.nextInt(3), random.nextBoolean() ? "c" + random.nextInt(3) : "", "");
    }

    PriorityClass priority() {
        return random.nextBoolean() ? PriorityClass.BULK : PriorityClass.TRANSACTIONAL;
    }

    @SafeVarargs
    private final <T> T pick(T... values) {
        return values[random.nextInt(values.length)];
    }

    MessageId messageId() {
        return new MessageId(random.nextLong(), random.nextLong());
    }

    JobId jobId() {
        return new JobId(random.nextLong(), random.nextLong());
    }

    ByteBuffer bytes(int size) {
        var bytes = new byte[size];
        random.nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }

    private @Nullable String optional() {
        return random.nextBoolean() ? text() : null;
    }

    String text() {
        return "x".repeat(random.nextInt(40)) + (random.nextInt(3) == 0 ? "é€😀" : "");
    }
}
