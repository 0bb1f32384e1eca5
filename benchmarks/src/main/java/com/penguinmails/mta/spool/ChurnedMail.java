package com.penguinmails.mta.spool;

import com.penguinmails.mta.event.DeliveryEvent;
import com.penguinmails.mta.event.EventDetail;
import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.message.Envelope;
import com.penguinmails.mta.message.ForwardPath;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.MessageId;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.message.Recipient;
import com.penguinmails.mta.message.RecipientKey;
import com.penguinmails.mta.message.ReversePath;
import com.penguinmails.mta.message.SpoolRef;
import com.penguinmails.mta.time.Clock;
import com.penguinmails.mta.time.Randomness;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Mail as it comes: nine in ten messages are gone within two seconds, seven in a hundred after several deferrals five seconds apart, and
 * three in a hundred stay. From a seed; for one thread.
 */
final class ChurnedMail {
    private static final Labels LABELS = new Labels("tenant", "campaign", "");
    private static final Envelope ENVELOPE = Envelope.of(ReversePath.parse("news@sender.bench.test"));
    private static final int KIB = 1024;
    private static final long SOON_NANOS = Duration.ofSeconds(2).toNanos();
    private static final long RETRY_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long NEVER_NANOS = Duration.ofDays(1).toNanos();
    private static final int MOST_DEFERRALS = 12;
    private final Clock clock;
    private final RandomGenerator random = Randomness.seeded(1);

    ChurnedMail(Clock clock) {
        this.clock = clock;
    }

    /** What is ahead of a message: so many attempts, and the pause before the next one. */
    record Life(int attemptsLeft, long pauseNanos) {

        Life next() {
            return new Life(attemptsLeft - 1, RETRY_NANOS);
        }

        boolean isOver() {
            return attemptsLeft == 0;
        }
    }

    Life life() {
        int kind = random.nextInt(100);
        if (kind < 90) {
            return new Life(1, random.nextLong(SOON_NANOS));
        }
        return kind < 97 ? new Life(random.nextInt(2, MOST_DEFERRALS), RETRY_NANOS) : new Life(1, NEVER_NANOS);
    }

    /** A message: of a hundred, eighty have 2 to 16 KiB, eighteen 16 to 64, two 256 to 512. */
    SpoolEntry next() {
        int kind = random.nextInt(100);
        int size = kind < 80
                ? random.nextInt(2 * KIB, 16 * KIB)
                : kind < 98 ? random.nextInt(16 * KIB, 64 * KIB) : random.nextInt(256 * KIB, 512 * KIB);
        long now = clock.millis();
        var recipient = Recipient.of(ForwardPath.parse("recipient" + random.nextInt(1_000_000) + "@d.bench.test"));
        return new SpoolEntry(List.of(ByteBuffer.allocate(size)),
                List.of(new JournalRecord.Message(new MessageId(now, random.nextLong()), LABELS, PriorityClass.BULK,
                        ENVELOPE, List.of(recipient), "sender.bench.test", "", now, now,
                        now + Duration.ofDays(5).toMillis(), SpoolEntry.contentNumber(0, size), null)));
    }

    SpoolEntry outcome(RecipientKey key, SpoolRef place, boolean last) {
        long now = clock.millis();
        var detail = last
                ? new EventDetail("2.0.0", "250 2.0.0 queued", null, null, null, null, 0)
                : new EventDetail("4.2.2", "450 4.2.2 mailbox busy, try again later", null, null, null, null,
                        now + RETRY_NANOS / 1_000_000);
        var event = new DeliveryEvent(last ? EventType.DELIVERED : EventType.DEFERRED, now, 0, LABELS,
                new MessageId(now, random.nextLong()), null, "recipient@d.bench.test", 1, 1, detail);
        return new SpoolEntry(List.of(), List.of(new JournalRecord.Attempted(key, place, event)));
    }
}
