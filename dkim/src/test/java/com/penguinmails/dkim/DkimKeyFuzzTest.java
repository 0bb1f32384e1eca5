package com.penguinmails.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** Whatever a domain publishes as a key: it is refused with a reason, or it is a record that is written and read back as itself. */
final class DkimKeyFuzzTest {
    /** What writing a record may add to it. */
    private static final int ADDED = 64;

    @FuzzTest(maxDuration = "1m")
    void aTextIsRefusedOrIsARecordThatStaysItself(byte[] octets) {
        String text = new String(octets, StandardCharsets.UTF_8);
        DkimRecord record;
        try {
            record = DkimRecord.parse(text);
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotBlank();
            return;
        }
        assertThat(record.strings()).allMatch(string -> string.length() <= 255);
        assertThat(String.join("", record.strings())).isEqualTo(record.text());
        if (text.length() < DkimRecord.MAX_LENGTH - ADDED) {
            assertThat(DkimRecord.parse(record.text())).isEqualTo(record);
        }
        assertKey(record);
    }

    private static void assertKey(DkimRecord record) {
        try {
            VerificationKey key = VerificationKey.of(record, CryptoProviders.jdk());
            assertThat(key).isNotNull();
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
