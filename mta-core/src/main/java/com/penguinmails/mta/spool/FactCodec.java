package com.penguinmails.mta.spool;

import com.penguinmails.mta.event.DeliveryEvent;
import com.penguinmails.mta.message.Envelope;
import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.MessageId;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.message.Recipient;
import com.penguinmails.mta.message.RecipientKey;
import com.penguinmails.mta.message.SpoolRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The bodies of {@link JournalRecord}s. Type numbers are never used again. */
final class FactCodec {
    static final int MESSAGE = 1;
    static final int JOB_OPENED = 2;
    static final int JOB_ROWS = 3;
    static final int JOB_CLOSED = 4;
    static final int ATTEMPTED = 5;
    static final int REMEMBERED = 6;
    /** A place-holder for what is not kept, so that the numbers of the records around it stay. */
    static final int NOTED = 7;
    static final int KEPT = 8;
    static final int REPORTED = 9;

    private static final int MESSAGE_ID_BYTES = 16;
    private static final int CONTENT_BYTES = 12;

    private FactCodec() {}

    static int type(JournalRecord value) {
        return switch (value) {
            case JournalRecord.Message _ -> MESSAGE;
            case JournalRecord.JobOpened _ -> JOB_OPENED;
            case JournalRecord.JobRows _ -> JOB_ROWS;
            case JournalRecord.JobClosed _ -> JOB_CLOSED;
            case JournalRecord.Attempted _ -> ATTEMPTED;
            case JournalRecord.Remembered _ -> REMEMBERED;
            case JournalRecord.Noted _ -> NOTED;
            case JournalRecord.Kept _ -> KEPT;
            case JournalRecord.Reported _ -> REPORTED;
        };
    }

    static void put(RecordWriter out, JournalRecord value) {
        switch (value) {
            case JournalRecord.Message message -> putMessage(out, message);
            case JournalRecord.JobOpened opened -> putJobOpened(out, opened);
            case JournalRecord.JobRows rows -> putJobRows(out, rows);
            case JournalRecord.JobClosed closed -> putJobClosed(out, closed);
            case JournalRecord.Attempted attempted -> putAttempted(out, attempted);
            case JournalRecord.Remembered remembered -> ValueCodec.put(out, remembered.entry());
            case JournalRecord.Kept kept -> {
                out.putText(kept.key());
                out.putBytes(kept.value());
            }
            case JournalRecord.Reported(DeliveryEvent event) -> ValueCodec.put(out, event);
            case JournalRecord.Noted _ -> {
                /* the event is for readers only */ }
        }
    }

    static JournalRecord get(int type, RecordReader in, long sequence) throws CorruptRecordException {
        return switch (type) {
            case MESSAGE, JOB_ROWS -> acceptance(type, in);
            case JOB_OPENED -> jobOpened(in);
            case JOB_CLOSED -> new JournalRecord.JobClosed(ValueCodec.jobId(in), ValueCodec.labels(in), in.getLong(),
                    in.getLong());
            case ATTEMPTED -> new JournalRecord.Attempted(new RecipientKey(in.getLong(), in.getNatural()),
                    new SpoolRef(in.getLong()), ValueCodec.event(in, sequence));
            case REMEMBERED -> remembered(in);
            case KEPT -> new JournalRecord.Kept(in.getText(), in.getBytes());
            case REPORTED -> new JournalRecord.Reported(ValueCodec.event(in, sequence));
            default -> throw new CorruptRecordException("an unknown type of record: " + type);
        };
    }

    static JournalRecord.Acceptance acceptance(int type, RecordReader in) throws CorruptRecordException {
        return switch (type) {
            case MESSAGE -> message(in);
            case JOB_ROWS -> jobRows(in);
            default -> throw new CorruptRecordException("not an acceptance: type " + type);
        };
    }

    /** Reads only the head of an acceptance. */
    static AcceptanceHead head(int type, RecordReader in, TextCache texts) throws CorruptRecordException {
        if (type == MESSAGE) {
            in.skip(MESSAGE_ID_BYTES);
            Labels labels = ValueCodec.labels(in, texts);
            int recipients = in.getCount();
            IdempotencyEntry idempotency = ValueCodec.idempotency(in);
            in.skip(1);
            ValueCodec.skipEnvelope(in);
            in.skipText();
            in.skipText();
            return new AcceptanceHead(labels, recipients, null, 0, idempotency, contentBytes(in));
        }
        JobId job = ValueCodec.jobId(in);
        Labels labels = ValueCodec.labels(in, texts);
        int rows = in.getCount();
        long firstRow = in.getLong();
        in.skip(1);
        return new AcceptanceHead(labels, rows, job, firstRow, null, contentBytes(in));
    }

    /** The length of the content, which stands behind the three times. */
    private static int contentBytes(RecordReader in) throws CorruptRecordException {
        in.skip(3 * Long.BYTES);
        return ValueCodec.content(in).length();
    }

    /** Reads of an acceptance what the queue needs to know; of rows without the sending domain, which is the job's. */
    static OpenMail openMail(int type, RecordReader in, TextCache texts) throws CorruptRecordException {
        return switch (type) {
            case MESSAGE -> openMessage(in, texts);
            case JOB_ROWS -> openRows(jobRows(in));
            default -> throw new CorruptRecordException("not an acceptance: type " + type);
        };
    }

    private static OpenMail openMessage(RecordReader in, TextCache texts) throws CorruptRecordException {
        in.skip(MESSAGE_ID_BYTES);
        Labels labels = ValueCodec.labels(in, texts);
        int count = in.getCount();
        var _ = ValueCodec.idempotency(in);
        PriorityClass priority = ValueCodec.priority(in);
        ValueCodec.skipEnvelope(in);
        String signingDomain = in.getText(texts);
        in.skipText();
        long acceptedMillis = in.getLong();
        long sendAtMillis = in.getLong();
        long expiresMillis = in.getLong();
        in.skip(CONTENT_BYTES);
        return new OpenMail(labels, priority, signingDomain, ValueCodec.domains(in, count, texts), acceptedMillis,
                sendAtMillis, expiresMillis, null);
    }

    private static OpenMail openRows(JournalRecord.JobRows rows) {
        return new OpenMail(rows.labels(), rows.priority(), "", rows.domains(), rows.acceptedMillis(),
                rows.sendAtMillis(), rows.expiresMillis(), rows.job());
    }

    private static void putMessage(RecordWriter out, JournalRecord.Message message) {
        ValueCodec.put(out, message.id());
        ValueCodec.put(out, message.labels());
        out.putCount(message.recipientCount());
        ValueCodec.put(out, message.idempotency());
        ValueCodec.put(out, message.priority());
        ValueCodec.put(out, message.envelope());
        out.putText(message.signingDomain());
        out.putText(message.keyId());
        putTimes(out, message.acceptedMillis(), message.sendAtMillis(), message.expiresMillis());
        ValueCodec.put(out, message.content());
        ValueCodec.putRecipients(out, message.recipients());
    }

    private static JournalRecord.Message message(RecordReader in) throws CorruptRecordException {
        MessageId id = ValueCodec.messageId(in);
        Labels labels = ValueCodec.labels(in);
        int count = in.getCount();
        IdempotencyEntry idempotency = ValueCodec.idempotency(in);
        PriorityClass priority = ValueCodec.priority(in);
        Envelope envelope = ValueCodec.envelope(in);
        String signingDomain = in.getText();
        String keyId = in.getText();
        long acceptedMillis = in.getLong();
        long sendAtMillis = in.getLong();
        long expiresMillis = in.getLong();
        ContentRef content = ValueCodec.content(in);
        List<Recipient> recipients = ValueCodec.recipients(in, count);
        return new JournalRecord.Message(id, labels, priority, envelope, recipients, signingDomain, keyId,
                acceptedMillis, sendAtMillis, expiresMillis, content, idempotency);
    }

    static void putJobOpened(RecordWriter out, JournalRecord.JobOpened opened) {
        ValueCodec.put(out, opened.id());
        ValueCodec.put(out, opened.labels());
        ValueCodec.put(out, opened.priority());
        ValueCodec.put(out, opened.envelope());
        out.putText(opened.signingDomain());
        out.putText(opened.keyId());
        putTimes(out, opened.acceptedMillis(), opened.sendAtMillis(), opened.expiresMillis());
        ValueCodec.put(out, opened.template());
        ValueCodec.put(out, opened.idempotency());
    }

    static JournalRecord.JobOpened jobOpened(RecordReader in) throws CorruptRecordException {
        return new JournalRecord.JobOpened(ValueCodec.jobId(in), ValueCodec.labels(in), ValueCodec.priority(in),
                ValueCodec.envelope(in), in.getText(), in.getText(), in.getLong(), in.getLong(), in.getLong(),
                ValueCodec.content(in), ValueCodec.idempotency(in));
    }

    private static void putJobRows(RecordWriter out, JournalRecord.JobRows rows) {
        ValueCodec.put(out, rows.job());
        ValueCodec.put(out, rows.labels());
        out.putCount(rows.recipientCount());
        out.putLong(rows.firstRow());
        ValueCodec.put(out, rows.priority());
        putTimes(out, rows.acceptedMillis(), rows.sendAtMillis(), rows.expiresMillis());
        ValueCodec.put(out, rows.content());
        putDomains(out, rows.domains());
    }

    private static JournalRecord.JobRows jobRows(RecordReader in) throws CorruptRecordException {
        JobId job = ValueCodec.jobId(in);
        Labels labels = ValueCodec.labels(in);
        int count = in.getCount();
        long firstRow = in.getLong();
        PriorityClass priority = ValueCodec.priority(in);
        long acceptedMillis = in.getLong();
        long sendAtMillis = in.getLong();
        long expiresMillis = in.getLong();
        ContentRef content = ValueCodec.content(in);
        return new JournalRecord.JobRows(job, labels, priority, firstRow, domains(in, count), acceptedMillis,
                sendAtMillis, expiresMillis, content);
    }

    /** Each distinct domain once, then its number for each row: most rows of a block share a few domains. */
    private static void putDomains(RecordWriter out, List<String> domains) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        for (String domain : domains) {
            numbers.putIfAbsent(domain, numbers.size());
        }
        out.putCount(numbers.size());
        numbers.keySet().forEach(out::putText);
        for (String domain : domains) {
            out.putCount(numbers.getOrDefault(domain, 0));
        }
    }

    private static List<String> domains(RecordReader in, int count) throws CorruptRecordException {
        int distinct = in.getCountOf(1);
        var names = new ArrayList<String>(distinct);
        for (int i = 0; i < distinct; i++) {
            names.add(in.getText());
        }
        ValueCodec.requireRoom(in, count, 1);
        var domains = new ArrayList<String>(count);
        for (int i = 0; i < count; i++) {
            int number = in.getCount();
            if (number >= distinct) {
                throw new CorruptRecordException("a row names an unknown domain");
            }
            domains.add(names.get(number));
        }
        return domains;
    }

    private static void putJobClosed(RecordWriter out, JournalRecord.JobClosed closed) {
        ValueCodec.put(out, closed.id());
        ValueCodec.put(out, closed.labels());
        out.putLong(closed.rows());
        out.putLong(closed.epochMillis());
    }

    private static void putAttempted(RecordWriter out, JournalRecord.Attempted attempted) {
        out.putLong(attempted.key().acceptance());
        out.putInt(attempted.key().index());
        out.putLong(attempted.acceptedIn().position());
        ValueCodec.put(out, attempted.event());
    }

    private static JournalRecord remembered(RecordReader in) throws CorruptRecordException {
        IdempotencyEntry entry = ValueCodec.idempotency(in);
        if (entry == null) {
            throw new CorruptRecordException("nothing is remembered");
        }
        return new JournalRecord.Remembered(entry);
    }

    private static void putTimes(RecordWriter out, long acceptedMillis, long sendAtMillis, long expiresMillis) {
        out.putLong(acceptedMillis);
        out.putLong(sendAtMillis);
        out.putLong(expiresMillis);
    }
}
