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
import com.penguinmails.mta.message.Mailbox;
import com.penguinmails.mta.message.MessageId;
import com.penguinmails.mta.message.Notify;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.message.Recipient;
import com.penguinmails.mta.message.ReversePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The values that journal records are made of, as bytes. A value's own constructor has the last word on what is valid. */
final class ValueCodec {
    private static final int LEAST_RECIPIENT = 4;
    private static final int NOTIFY_BITS = 0x0f;

    private ValueCodec() {}

    static void put(RecordWriter out, Labels labels) {
        out.putText(labels.tenant());
        out.putText(labels.campaign());
        out.putText(labels.tag());
    }

    static Labels labels(RecordReader in) throws CorruptRecordException {
        return new Labels(in.getText(), in.getText(), in.getText());
    }

    static Labels labels(RecordReader in, TextCache texts) throws CorruptRecordException {
        return texts.labels(in.getText(texts), in.getText(texts), in.getText(texts));
    }

    static void put(RecordWriter out, MessageId id) {
        out.putLong(id.high());
        out.putLong(id.low());
    }

    static MessageId messageId(RecordReader in) throws CorruptRecordException {
        return new MessageId(in.getLong(), in.getLong());
    }

    static void put(RecordWriter out, JobId id) {
        out.putLong(id.high());
        out.putLong(id.low());
    }

    static JobId jobId(RecordReader in) throws CorruptRecordException {
        return new JobId(in.getLong(), in.getLong());
    }

    static void put(RecordWriter out, PriorityClass priority) {
        out.putBoolean(priority == PriorityClass.BULK);
    }

    static PriorityClass priority(RecordReader in) throws CorruptRecordException {
        return in.getBoolean() ? PriorityClass.BULK : PriorityClass.TRANSACTIONAL;
    }

    static void put(RecordWriter out, ContentRef content) {
        out.putLong(content.position());
        out.putInt(content.length());
    }

    static ContentRef content(RecordReader in) throws CorruptRecordException {
        return new ContentRef(in.getLong(), in.getInt());
    }

    static void put(RecordWriter out, Envelope envelope) {
        put(out, envelope.reversePath().mailbox());
        out.putBoolean(envelope.body() == BodyType.EIGHT_BIT_MIME);
        out.putBoolean(envelope.smtpUtf8());
        out.putBoolean(envelope.requireTls());
        put(out, envelope.dsnReturn());
        out.putOptionalText(envelope.envelopeId());
    }

    static Envelope envelope(RecordReader in) throws CorruptRecordException {
        var reversePath = new ReversePath(mailbox(in));
        BodyType body = in.getBoolean() ? BodyType.EIGHT_BIT_MIME : BodyType.SEVEN_BIT;
        boolean smtpUtf8 = in.getBoolean();
        boolean requireTls = in.getBoolean();
        DsnReturn dsnReturn = dsnReturn(in);
        return new Envelope(reversePath, body, smtpUtf8, requireTls, dsnReturn, in.getOptionalText());
    }

    static void skipEnvelope(RecordReader in) throws CorruptRecordException {
        skipMailbox(in);
        in.skip(4);
        in.skipOptionalText();
    }

    private static void skipMailbox(RecordReader in) throws CorruptRecordException {
        int localPart = in.getCount();
        in.skip(localPart);
        if (localPart > 0) {
            in.skipText();
        }
    }

    /** The receiving domain of each recipient; all else is passed over. */
    static List<String> domains(RecordReader in, int count, TextCache texts) throws CorruptRecordException {
        requireRoom(in, count, LEAST_RECIPIENT);
        if (count == 1) {
            return List.of(domain(in, texts));
        }
        var domains = new ArrayList<String>(count);
        for (int i = 0; i < count; i++) {
            domains.add(domain(in, texts));
        }
        return domains;
    }

    private static String domain(RecordReader in, TextCache texts) throws CorruptRecordException {
        in.skipText();
        String domain = in.getText(texts);
        in.skip(1);
        in.skipOptionalText();
        return domain;
    }

    static void putRecipients(RecordWriter out, List<Recipient> recipients) {
        for (Recipient recipient : recipients) {
            put(out, recipient.forwardPath().mailbox());
            out.putByte(Notify.toBits(recipient.notifyOn()));
            out.putOptionalText(recipient.originalRecipient());
        }
    }

    static List<Recipient> recipients(RecordReader in, int count) throws CorruptRecordException {
        requireRoom(in, count, LEAST_RECIPIENT);
        var recipients = new ArrayList<Recipient>(count);
        for (int i = 0; i < count; i++) {
            recipients.add(recipient(in));
        }
        return recipients;
    }

    private static Recipient recipient(RecordReader in) throws CorruptRecordException {
        Mailbox mailbox = mailbox(in);
        if (mailbox == null) {
            throw new CorruptRecordException("a recipient has no address");
        }
        int bits = in.getByte();
        if (bits > NOTIFY_BITS) {
            throw new CorruptRecordException("unknown notification");
        }
        Set<Notify> notify = bits == 0 ? Set.of() : Notify.ofBits(bits);
        return new Recipient(new ForwardPath(mailbox), notify, in.getOptionalText());
    }

    private static void put(RecordWriter out, @Nullable Mailbox mailbox) {
        out.putText(mailbox == null ? "" : mailbox.localPart());
        if (mailbox != null) {
            out.putText(mailbox.domain());
        }
    }

    private static @Nullable Mailbox mailbox(RecordReader in) throws CorruptRecordException {
        String localPart = in.getText();
        return localPart.isEmpty() ? null : new Mailbox(localPart, in.getText());
    }

    static void put(RecordWriter out, @Nullable IdempotencyEntry entry) {
        out.putBoolean(entry != null);
        if (entry != null) {
            out.putLong(entry.keyHash());
            out.putLong(entry.keyHashLow());
            out.putLong(entry.fingerprint());
            out.putInt(entry.status());
            out.putText(entry.response());
            out.putLong(entry.expiresMillis());
        }
    }

    static @Nullable IdempotencyEntry idempotency(RecordReader in) throws CorruptRecordException {
        if (!in.getBoolean()) {
            return null;
        }
        return new IdempotencyEntry(in.getLong(), in.getLong(), in.getLong(), in.getInt(), in.getText(), in.getLong());
    }

    /** Without its sequence number, which is that of the record. */
    static void put(RecordWriter out, DeliveryEvent event) {
        out.putByte(event.type().number());
        out.putLong(event.epochMillis());
        put(out, event.labels());
        put(out, event.messageId());
        JobId job = event.jobId();
        out.putBoolean(job != null);
        if (job != null) {
            put(out, job);
        }
        out.putText(event.recipient());
        out.putInt(event.count());
        out.putInt(event.attempt());
        EventDetail detail = event.detail();
        out.putBoolean(detail != null);
        if (detail != null) {
            put(out, detail);
        }
    }

    static DeliveryEvent event(RecordReader in, long sequence) throws CorruptRecordException {
        EventType type = EventType.ofNumber(in.getByte());
        long epochMillis = in.getLong();
        Labels labels = labels(in);
        MessageId message = messageId(in);
        JobId job = in.getBoolean() ? jobId(in) : null;
        String recipient = in.getText();
        int count = in.getInt();
        int attempt = in.getInt();
        EventDetail detail = in.getBoolean() ? detail(in) : null;
        return new DeliveryEvent(type, epochMillis, sequence, labels, message, job, recipient, count, attempt, detail);
    }

    private static void put(RecordWriter out, EventDetail detail) {
        out.putText(detail.enhancedStatus());
        out.putText(detail.diagnostic());
        out.putOptionalText(detail.remoteMta());
        out.putOptionalText(detail.source());
        out.putOptionalText(detail.site());
        out.putOptionalText(detail.reason());
        out.putLong(detail.releaseMillis());
    }

    private static EventDetail detail(RecordReader in) throws CorruptRecordException {
        return new EventDetail(in.getText(), in.getText(), in.getOptionalText(), in.getOptionalText(),
                in.getOptionalText(), in.getOptionalText(), in.getLong());
    }

    static void requireRoom(RecordReader in, int count, int least) throws CorruptRecordException {
        if ((long) count * least > in.remaining()) {
            throw new CorruptRecordException("more elements are announced than there are bytes");
        }
    }

    private static void put(RecordWriter out, DsnReturn dsnReturn) {
        out.putByte(switch (dsnReturn) {
            case UNSPECIFIED -> 0;
            case FULL -> 1;
            case HDRS -> 2;
        });
    }

    private static DsnReturn dsnReturn(RecordReader in) throws CorruptRecordException {
        int number = in.getByte();
        return switch (number) {
            case 0 -> DsnReturn.UNSPECIFIED;
            case 1 -> DsnReturn.FULL;
            case 2 -> DsnReturn.HDRS;
            default -> throw new CorruptRecordException("an unknown return option: " + number);
        };
    }
}
