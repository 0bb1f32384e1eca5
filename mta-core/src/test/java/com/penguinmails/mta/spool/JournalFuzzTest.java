package com.penguinmails.mta.spool;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.List;

/** Whatever lies in a journal: it is refused as damaged, or it is records that are written and read back as themselves. */
final class JournalFuzzTest {
    private static final long SEQUENCE = 1_000;

    @FuzzTest(maxDuration = "1m")
    void octetsAreRefusedOrAreRecordsThatStayThemselves(byte[] octets) {
        List<JournalItem> items = decode(ByteBuffer.wrap(octets));
        if (!items.isEmpty()) {
            ByteBuffer written = JournalCodec.encode(new RecordWriter(), items);
            assertThat(decode(written.duplicate())).isEqualTo(items);
        }
        readWithoutValues(ByteBuffer.wrap(octets));
        readFrame(ByteBuffer.wrap(octets));
    }

    /** Empty if it is damaged. */
    private static List<JournalItem> decode(ByteBuffer payload) {
        try {
            return JournalCodec.decode(SEQUENCE, payload);
        } catch (CorruptRecordException e) {
            return List.of();
        }
    }

    /** As a start does. */
    private static void readWithoutValues(ByteBuffer payload) {
        try {
            var texts = new TextCache();
            var cursor = new JournalCodec.Cursor(SEQUENCE, payload);
            while (cursor.next()) {
                if (cursor.isAcceptance() || cursor.isRelocation()) {
                    long _ = cursor.acceptance();
                    assertThat(cursor.openMail(texts)).isNotNull();
                }
            }
        } catch (CorruptRecordException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    private static void readFrame(ByteBuffer frame) {
        try {
            ByteBuffer payload = Frame.payload(frame);
            assertThat(payload.remaining()).isBetween(1, frame.remaining() - Frame.HEADER);
        } catch (CorruptRecordException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
