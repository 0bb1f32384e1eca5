package com.penguinmails.mta.spool;

import com.penguinmails.mta.spool.JournalItem.OpenRecipient;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The payload of a journal frame: a version, the number of items, then for each its length, its type and its body. Item
 * {@code i} has the frame's sequence number plus {@code i}. Bytes that are none of this are refused with
 * {@link CorruptRecordException}, whatever they are.
 */
final class JournalCodec {
    private static final int VERSION = 1;
    private static final int RELOCATION = 16;
    private static final int TEMPLATE_MOVED = 17;
    private static final int CHECKPOINT = 18;
    private static final int LEAST_ITEM = 5;
    private static final int LEAST_OPEN_RECIPIENT = 10;

    private JournalCodec() {}

    /** Replaces what the writer holds by the payload of a frame. */
    static ByteBuffer encode(RecordWriter out, List<? extends JournalItem> items) {
        if (items.isEmpty() || items.size() > LogPosition.MAX_ORDINALS) {
            throw new IllegalArgumentException("an entry has 1 to " + LogPosition.MAX_ORDINALS + " records");
        }
        out.reset();
        out.putByte(VERSION);
        out.putCount(items.size());
        for (JournalItem item : items) {
            int start = out.position();
            out.putInt(0);
            putItem(out, item);
            out.setInt(start, out.position() - start - 4);
        }
        return out.view();
    }

    /** All items of a frame, without place-holders. */
    static List<JournalItem> decode(long sequence, ByteBuffer payload) throws CorruptRecordException {
        var cursor = new Cursor(sequence, payload);
        var items = new ArrayList<JournalItem>();
        while (cursor.next()) {
            if (!cursor.isNoted()) {
                items.add(cursor.item());
            }
        }
        return items;
    }

    /** One item of a frame. */
    static JournalItem decodeOne(ByteBuffer payload, int ordinal) throws CorruptRecordException {
        var cursor = new Cursor(0, payload);
        while (cursor.next()) {
            if (cursor.ordinal() == ordinal) {
                return cursor.item();
            }
        }
        throw new CorruptRecordException("the frame has no record number " + ordinal);
    }

    private static void putItem(RecordWriter out, JournalItem item) {
        switch (item) {
            case JournalItem.Fact(JournalRecord value) -> {
                out.putByte(FactCodec.type(value));
                FactCodec.put(out, value);
            }
            case JournalItem.Discarded _ -> out.putByte(FactCodec.NOTED);
            case JournalItem.Relocation relocation -> putRelocation(out, relocation);
            case JournalItem.TemplateMoved moved -> {
                out.putByte(TEMPLATE_MOVED);
                ValueCodec.put(out, moved.job());
                ValueCodec.put(out, moved.template());
            }
            case JournalItem.Checkpoint(JournalItem.BooksState books) -> {
                out.putByte(CHECKPOINT);
                BooksCodec.put(out, books);
            }
        }
    }

    private static void putRelocation(RecordWriter out, JournalItem.Relocation relocation) {
        out.putByte(RELOCATION);
        out.putLong(relocation.acceptance());
        out.putCount(relocation.open().size());
        for (OpenRecipient recipient : relocation.open()) {
            out.putCount(recipient.index());
            out.putCount(recipient.attempts());
            out.putLong(recipient.dueMillis());
        }
        out.putByte(FactCodec.type(relocation.value()));
        FactCodec.put(out, relocation.value());
    }

    private static JournalItem.Relocation relocation(RecordReader in) throws CorruptRecordException {
        long acceptance = in.getLong();
        int count = in.getCountOf(LEAST_OPEN_RECIPIENT);
        var open = new ArrayList<OpenRecipient>(count);
        for (int i = 0; i < count; i++) {
            open.add(new OpenRecipient(in.getCount(), in.getCount(), in.getLong()));
        }
        JournalRecord.Acceptance value = FactCodec.acceptance(in.getByte(), in);
        if (open.stream().anyMatch(recipient -> recipient.index() >= value.recipientCount())) {
            throw new CorruptRecordException("a recipient that the acceptance does not have");
        }
        return new JournalItem.Relocation(acceptance, value, open);
    }

    /** Walks over the items of a frame; each is decoded only as far as is asked. */
    static final class Cursor {
        private final RecordReader frame;
        private final long sequence;
        private final int count;
        private int ordinal = -1;
        private int type;
        private RecordReader body;

        Cursor(long sequence, ByteBuffer payload) throws CorruptRecordException {
            this.sequence = sequence;
            frame = new RecordReader(payload.duplicate());
            body = frame;
            int version = frame.getByte();
            if (version != VERSION) {
                throw new CorruptRecordException("an unknown version of the journal: " + version);
            }
            count = frame.getCountOf(LEAST_ITEM);
            if (count == 0 || count > LogPosition.MAX_ORDINALS) {
                throw new CorruptRecordException("a frame has 1 to " + LogPosition.MAX_ORDINALS + " records");
            }
        }

        /** Goes on to the next item; false after the last. */
        boolean next() throws CorruptRecordException {
            ordinal++;
            if (ordinal == count) {
                frame.requireEnd();
                return false;
            }
            body = frame.part(frame.getNatural());
            type = body.getByte();
            return true;
        }

        int ordinal() {
            return ordinal;
        }

        int count() {
            return count;
        }

        /** The sequence number of this item. */
        long sequence() {
            return sequence + ordinal;
        }

        /** How many bytes it takes. */
        int length() {
            return body.remaining();
        }

        boolean isAcceptance() {
            return type == FactCodec.MESSAGE || type == FactCodec.JOB_ROWS;
        }

        boolean isRelocation() {
            return type == RELOCATION;
        }

        boolean isNoted() {
            return type == FactCodec.NOTED;
        }

        /** The head of an acceptance; instead of {@link #item}, not beside it. */
        AcceptanceHead head(TextCache texts) throws CorruptRecordException {
            try {
                return FactCodec.head(type, body, texts);
            } catch (IllegalArgumentException e) {
                throw new CorruptRecordException("a field is not valid", e);
            }
        }

        /** The number of the acceptance that this is, or that was moved here; before anything else is asked of the item. */
        long acceptance() throws CorruptRecordException {
            return isRelocation() ? body.getLong() : sequence();
        }

        /** What the queue needs to know of the acceptance, after {@link #acceptance}; instead of {@link #item}. */
        OpenMail openMail(TextCache texts) throws CorruptRecordException {
            try {
                return FactCodec.openMail(isRelocation() ? acceptanceType() : type, body, texts);
            } catch (IllegalArgumentException e) {
                throw new CorruptRecordException("a field is not valid", e);
            }
        }

        /** The whole acceptance, after {@link #acceptance}; instead of {@link #item}. */
        JournalRecord.Acceptance value() throws CorruptRecordException {
            try {
                return FactCodec.acceptance(isRelocation() ? acceptanceType() : type, body);
            } catch (IllegalArgumentException e) {
                throw new CorruptRecordException("a field is not valid", e);
            }
        }

        /** Passes over what was open when the acceptance was moved; the state knows it. */
        private int acceptanceType() throws CorruptRecordException {
            for (int left = body.getCountOf(LEAST_OPEN_RECIPIENT); left > 0; left--) {
                int _ = body.getCount();
                int _ = body.getCount();
                body.skip(Long.BYTES);
            }
            return body.getByte();
        }

        /** The whole item; to be asked for once. */
        JournalItem item() throws CorruptRecordException {
            try {
                JournalItem item = decodeItem();
                body.requireEnd();
                return item;
            } catch (IllegalArgumentException e) {
                throw new CorruptRecordException("a field is not valid", e);
            }
        }

        private JournalItem decodeItem() throws CorruptRecordException {
            return switch (type) {
                case RELOCATION -> relocation(body);
                case TEMPLATE_MOVED -> new JournalItem.TemplateMoved(ValueCodec.jobId(body), ValueCodec.content(body));
                case CHECKPOINT -> new JournalItem.Checkpoint(BooksCodec.get(body));
                default -> new JournalItem.Fact(FactCodec.get(type, body, sequence()));
            };
        }
    }
}
