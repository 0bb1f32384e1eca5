package com.penguinmails.mta.accept;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.penguinmails.mta.message.Mailbox;
import java.util.Arrays;

/** Whatever a message begins with: its fields lie side by side, taking them all out leaves the rest, and addresses stay themselves. */
final class MessageHeaderFuzzTest {
    private static final int LONGEST = 2_000;

    @FuzzTest(maxDuration = "1m")
    void fieldsLieSideBySideAndAddressesStayThemselves(byte[] message) {
        MessageHeader header = MessageHeader.parse(message, message.length, LONGEST);
        int end = 0;
        for (int field = 0; field < header.size(); field++) {
            assertThat(header.start(field)).isEqualTo(end);
            assertThat(header.end(field)).isGreaterThan(header.start(field));
            end = header.end(field);
            assertThat(header.value(field)).doesNotContain("\r\n");
        }
        assertThat(header.length()).isEqualTo(end).isLessThanOrEqualTo(message.length);
        assertThat(header.isTooLong()).isEqualTo(end > LONGEST);
        assertEdited(message, header, end);
        for (int field = header.find("From", 0); field >= 0; field = header.find("From", field + 1)) {
            assertAddresses(header.value(field));
        }
    }

    private static void assertEdited(byte[] message, MessageHeader header, int end) {
        var editor = new HeaderEditor(message, message.length, header);
        for (int field = 0; field < header.size(); field++) {
            editor.remove(field);
            editor.remove(field);
        }
        assertThat(editor.apply()).isEqualTo(Arrays.copyOfRange(message, end, message.length));
        var untouched = new HeaderEditor(message, message.length, header);
        untouched.add("X-Added: yes\r\n");
        assertThat(untouched.apply()).hasSize(message.length + "X-Added: yes\r\n".length()).endsWith(message);
    }

    private static void assertAddresses(String value) {
        try {
            for (Mailbox mailbox : FromField.mailboxes(value)) {
                assertThat(Mailbox.parse(mailbox.toString())).isEqualTo(mailbox);
                assertThat(FromField.mailboxes('<' + mailbox.toString() + '>')).containsExactly(mailbox);
            }
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
