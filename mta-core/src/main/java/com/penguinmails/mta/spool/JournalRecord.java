package com.penguinmails.mta.spool;

import com.penguinmails.mta.event.DeliveryEvent;
import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.message.Envelope;
import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.MessageId;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.message.Recipient;
import com.penguinmails.mta.message.RecipientKey;
import com.penguinmails.mta.message.SpoolRef;
import com.penguinmails.mta.schedule.KeptFacts;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One fact in the journal. The books, the queue and the events are what these facts add up to; after a restart they are read
 * again, from the oldest kept to the newest.
 */
public sealed interface JournalRecord {

    /** A record with recipients to deliver to: the journal's sequence number of it is their acceptance number. */
    sealed interface Acceptance extends JournalRecord permits Message, JobRows {

        Labels labels();

        PriorityClass priority();

        int recipientCount();

        /** The receiving domain of one recipient. */
        String domain(int index);

        long acceptedMillis();

        long sendAtMillis();

        long expiresMillis();

        /** The job whose rows these are, or null for a message. */
        @Nullable
        JobId job();

        ContentRef content();
    }

    /**
     * A complete message.
     *
     * @param signingDomain the domain of its From field, for which it is signed if there is a key
     * @param keyId the API key or credential it was submitted with; empty for none
     * @param idempotency what a repetition of the submission is recognised by, or null
     */
    record Message(MessageId id, Labels labels, PriorityClass priority, Envelope envelope, List<Recipient> recipients,
            String signingDomain, String keyId, long acceptedMillis, long sendAtMillis, long expiresMillis,
            ContentRef content,
            @Nullable IdempotencyEntry idempotency) implements Acceptance {

        public Message {
            recipients = List.copyOf(recipients);
        }

        @Override
        public int recipientCount() {
            return recipients.size();
        }

        @Override
        public String domain(int index) {
            return recipients.get(index).forwardPath().domain();
        }

        @Override
        public @Nullable JobId job() {
            return null;
        }
    }

    /**
     * A job was opened: its template is on disk, its rows follow.
     *
     * @param template the encoded job (JSON) in the content log
     */
    record JobOpened(JobId id, Labels labels, PriorityClass priority, Envelope envelope, String signingDomain,
            String keyId,
            long acceptedMillis, long sendAtMillis, long expiresMillis, ContentRef template,
            @Nullable IdempotencyEntry idempotency) implements JournalRecord {}

    /**
     * A block of a job's rows, in the order in which they came, their numbers without a gap. Blocks of a job are committed in
     * order; a number is left out between two blocks where a row was rejected.
     *
     * @param firstRow the number of the first one in the job, from 0
     * @param domains the receiving domain of each row
     * @param content the block: addresses and variables by row
     */
    record JobRows(JobId job, Labels labels, PriorityClass priority, long firstRow, List<String> domains,
            long acceptedMillis,
            long sendAtMillis, long expiresMillis, ContentRef content) implements Acceptance {

        public JobRows {
            domains = List.copyOf(domains);
        }

        @Override
        public int recipientCount() {
            return domains.size();
        }

        @Override
        public String domain(int index) {
            return domains.get(index);
        }
    }

    /** A job has all its rows. */
    record JobClosed(JobId id, Labels labels, long rows, long epochMillis) implements JournalRecord {}

    /**
     * What became of a recipient: an event of one of the kinds {@link EventType#DEFERRED}, {@code DELIVERED}, {@code BOUNCED},
     * {@code EXPIRED}, {@code CANCELLED} or {@code RENDERING_FAILED}. For a deferral {@code detail.releaseMillis} is the next
     * attempt.
     *
     * @param acceptedIn where the acceptance lies now
     */
    record Attempted(RecipientKey key, SpoolRef acceptedIn, DeliveryEvent event) implements JournalRecord {

        public boolean isFinal() {
            return event.type() != EventType.DEFERRED;
        }
    }

    /** A repetition is recognised by this although what it belongs to was compacted away, or was no message. */
    record Remembered(IdempotencyEntry entry) implements JournalRecord {}

    /**
     * What some part of the node has to know after a restart: the last value of each key holds, over every compaction.
     *
     * @param key at most {@link KeptFacts#MAX_KEY} characters
     * @param value at most {@link KeptFacts#MAX_VALUE} octets; empty: the key is forgotten
     */
    record Kept(String key, ByteBuffer value) implements JournalRecord {

        /** @throws IllegalArgumentException if key or value is too long, or the key is empty */
        public Kept {
            KeptFacts.requireValid(key, value.remaining());
            value = value.asReadOnlyBuffer();
        }

        @Override
        public ByteBuffer value() {
            return value.duplicate();
        }
    }

    /** An event that readers must see, also after a crash, and that changes nothing else. */
    record Reported(DeliveryEvent event) implements JournalRecord {}

    /** An event that readers should see but that changes nothing; it is not kept in the journal. */
    record Noted(DeliveryEvent event) implements JournalRecord {}
}
