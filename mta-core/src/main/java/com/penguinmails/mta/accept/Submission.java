package com.penguinmails.mta.accept;

import com.penguinmails.mta.message.Envelope;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.MessageId;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.message.Recipient;
import com.penguinmails.mta.spool.IdempotencyEntry;
import java.nio.ByteBuffer;
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
}
