package com.penguinmails.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MessageHeadersTest {

    @Test
    void fieldsComeInOrderWithTheirFolding() {
        MessageHeaders headers = parse("A: X\r\nB : Y\t\r\n\tZ  \r\na: again\r\n\r\nbody");

        assertThat(headers.fields()).extracting(HeaderField::name).containsExactly("a", "b", "a");
        assertThat(headers.named("a")).hasSize(2);
        assertThat(headers.named("c")).isEmpty();
        assertThat(headers.bodyOffset()).isEqualTo(32);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            // RFC 6376 section 3.4.5
            "SIMPLE  | A: X\\r\\n          | A: X",
            "RELAXED | A: X\\r\\n          | a:X",
            "SIMPLE  | 'B : Y\t\\r\\n\tZ  \\r\\n' | 'B : Y\t\\r\\n\tZ  '",
            "RELAXED | 'B : Y\t\\r\\n\tZ  \\r\\n' | b:Y Z",
            "RELAXED | 'X-Y:\\r\\n \\r\\n' | x-y:",
            "RELAXED | 'S:  a:B  \t c\\r\\n' | s:a:B c"})
    void fieldIsCanonicalizedAsTheRfcSays(Canonicalization form, String field, String canonical) {
        OctetBuffer out = new OctetBuffer(1);
        parse(field.replace("\\r\\n", "\r\n")).fields().getFirst().canonicalize(form, out);

        assertThat(new String(out.toByteArray(), ISO_8859_1)).isEqualTo(canonical.replace("\\r\\n", "\r\n"));
    }

    @Test
    void headerAloneNeedsNoEmptyLine() {
        assertThat(parse("A: X\r\n").bodyOffset()).isEqualTo(6);
        assertThat(parse("A: X\r\n\r\n").bodyOffset()).isEqualTo(8);
        assertThat(parse("").fields()).isEmpty();
        assertThat(parse("\r\nbody").bodyOffset()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "A: X\nB: Y\r\n\r\n", "A: X\rB\r\n\r\n", "A: X", "A: X\r", " folded first: x\r\n", "From someone\r\n",
            ": x\r\n",
            "A B: x\r\n"})
    void whatIsNoHeaderFieldIsRefused(String header) {
        assertThatThrownBy(() -> parse(header)).isInstanceOf(InvalidMessageException.class)
                .hasMessageStartingWith("header: ");
    }

    @Test
    void headerBeyondTheLimitsIsRefused() {
        assertThat(parse("A: X\r\n".repeat(MessageHeaders.MAX_FIELDS)).fields()).hasSize(MessageHeaders.MAX_FIELDS);
        assertThatThrownBy(() -> parse("A: X\r\n".repeat(MessageHeaders.MAX_FIELDS + 1)))
                .hasMessageContaining("more than 2000 fields");
        assertThatThrownBy(() -> parse("A: " + "x".repeat(MessageHeaders.MAX_OCTETS) + "\r\n"))
                .hasMessageContaining("longer than 1048576 octets");
    }

    private static MessageHeaders parse(String text) {
        return MessageHeaders.parse(text.getBytes(ISO_8859_1));
    }
}
