package com.penguinmails.mta.event;

import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.MessageId;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The form of an event in the log: a version, fixed fields, then texts with their lengths. Stateless; the caller brings the
 * buffer.
 */
final class EventCodec {
    /** No event is larger: addresses have 320 octets, diagnostics 1,000 characters. */
    static final int MAX_LENGTH = 32 << 10;

    /** Version, type, flags and time stand before the journal's number. */
    private static final int BEFORE_SEQUENCE = 3 + Long.BYTES;
    private static final int HEAD = BEFORE_SEQUENCE + 3 * Long.BYTES;
    private static final int MAX_TEXT = EventDetail.MAX_DIAGNOSTIC;
    private static final byte VERSION = 1;
    private static final int HAS_JOB = 1;
    private static final int HAS_DETAIL = 2;
    private static final int ABSENT = 0xffff;

    private EventCodec() {}

    static void encode(DeliveryEvent event, ByteBuffer to) {
        JobId job = event.jobId();
        EventDetail detail = event.detail();
        to.put(VERSION).put((byte) event.type().number());
        to.put((byte) ((job == null ? 0 : HAS_JOB) | (detail == null ? 0 : HAS_DETAIL)));
        to.putLong(event.epochMillis()).putLong(event.journalSequence());
        to.putLong(event.messageId().high()).putLong(event.messageId().low());
        to.putInt(event.count()).putInt(event.attempt());
        putText(to, event.labels().tenant());
        putText(to, event.labels().campaign());
        putText(to, event.labels().tag());
        putText(to, event.recipient());
        if (job != null) {
            to.putLong(job.high()).putLong(job.low());
        }
        if (detail != null) {
            putDetail(to, detail);
        }
    }

    /** What the index needs of an event, and the number of its kind. */
    record Head(MessageId messageId, long journalSequence, int type) {}

    /**
     * Reads only the head of an event.
     *
     * @throws IllegalArgumentException if the octets are no event
     */
    static Head head(ByteBuffer from) {
        if (from.remaining() < HEAD || from.get(from.position()) != VERSION) {
            throw new IllegalArgumentException("the event is cut short, or of an unknown version");
        }
        int at = from.position() + BEFORE_SEQUENCE;
        return new Head(new MessageId(from.getLong(at + 8), from.getLong(at + 16)), from.getLong(at),
                from.get(from.position() + 1));
    }

    /** @throws IllegalArgumentException if the octets are no event */
    static DeliveryEvent decode(ByteBuffer from) {
        try {
            return decodeUnchecked(from);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("the event is cut short", e);
        }
    }

    private static DeliveryEvent decodeUnchecked(ByteBuffer from) {
        if (from.get() != VERSION) {
            throw new IllegalArgumentException("the event is of an unknown version");
        }
        var type = EventType.ofNumber(from.get());
        int flags = from.get();
        long epochMillis = from.getLong();
        long sequence = from.getLong();
        var messageId = new MessageId(from.getLong(), from.getLong());
        int count = from.getInt();
        int attempt = from.getInt();
        var labels = new Labels(text(from), text(from), text(from));
        String recipient = text(from);
        JobId job = (flags & HAS_JOB) == 0 ? null : new JobId(from.getLong(), from.getLong());
        EventDetail detail = (flags & HAS_DETAIL) == 0 ? null : detail(from);
        return new DeliveryEvent(type, epochMillis, sequence, labels, messageId, job, recipient, count, attempt,
                detail);
    }

    private static void putDetail(ByteBuffer to, EventDetail detail) {
        to.putLong(detail.releaseMillis());
        putText(to, detail.enhancedStatus());
        putText(to, detail.diagnostic());
        putText(to, detail.remoteMta());
        putText(to, detail.source());
        putText(to, detail.site());
        putText(to, detail.reason());
    }

    private static EventDetail detail(ByteBuffer from) {
        long releaseMillis = from.getLong();
        return new EventDetail(text(from), text(from), nullableText(from), nullableText(from), nullableText(from),
                nullableText(from), releaseMillis);
    }

    private static void putText(ByteBuffer to, @Nullable String text) {
        if (text == null) {
            to.putShort((short) ABSENT);
            return;
        }
        byte[] octets = clipped(text).getBytes(StandardCharsets.UTF_8);
        to.putShort((short) octets.length).put(octets);
    }

    /** No text may make an event too large to be logged: what is longer than any address or diagnostic loses its end. */
    private static String clipped(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }

    private static String text(ByteBuffer from) {
        String text = nullableText(from);
        if (text == null) {
            throw new IllegalArgumentException("the event lacks a text");
        }
        return text;
    }

    private static @Nullable String nullableText(ByteBuffer from) {
        int length = Short.toUnsignedInt(from.getShort());
        if (length == ABSENT) {
            return null;
        }
        if (length > from.remaining()) {
            throw new IllegalArgumentException("the event is cut short");
        }
        byte[] octets = new byte[length];
        from.get(octets);
        return new String(octets, StandardCharsets.UTF_8);
    }
}
