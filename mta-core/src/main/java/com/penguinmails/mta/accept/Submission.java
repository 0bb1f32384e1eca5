package com.penguinmails.mta.accept;

import com.penguinmails.mta.message.Envelope;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.MessageId;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.message.Recipient;
import com.penguinmails.mta.spool.IdempotencyEntry;
import com.penguinmails.mta.spool.JournalRecord;
import com.penguinmails.mta.spool.SpoolEntry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message that asks to be accepted, from either listener, after its own syntax was checked.
 *
 * @param content the complete message with CRLF line ends: {@code Received}, {@code Date} and {@code Message-ID} are there, our
 *     own header fields and {@code Bcc} are not
 * @param headerFromDomain the domain of the From field's address, in lower case
 * @param sendAtMillis not before; 0: now
 * @param expiresMillis not any more from; 0: the node's default
 */
public record Submission(MessageId id, Sender sender, Labels labels, PriorityClass priority, Envelope envelope,
        List<Recipient> recipients, String headerFromDomain, ByteBuffer content, long sendAtMillis, long expiresMillis,
        @Nullable IdempotencyEntry idempotency) {

    public Submission {
        recipients = List.copyOf(recipients);
    }
    /**
     * What the journal holds of it.
     *
     * @param contentNumber which content of its entry it has
     * @param expiry how long it is tried if it does not say itself
     */
    public JournalRecord.Message toRecord(int contentNumber, long nowMillis, Duration expiry) {
        long expires = expiresMillis != 0 ? expiresMillis : Math.max(nowMillis, sendAtMillis) + expiry.toMillis();
        return new JournalRecord.Message(id, labels, priority, envelope, recipients, headerFromDomain, sender.keyId(),
                nowMillis, sendAtMillis, expires, SpoolEntry.contentNumber(contentNumber, content.remaining()),
                idempotency);
    }
}
