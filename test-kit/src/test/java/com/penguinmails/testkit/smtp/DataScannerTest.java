package com.penguinmails.testkit.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class DataScannerTest {

    @Test
    void onlyCrlfDotCrlfEndsTheContent() {
        for (String end : List.of("\n.\n", "\r.\r", "\n.\r\n", "\r\n.\n", "\r\n.\r", "\r.\r\n", "\r.\n", "\n.\r",
                "\r\r.\r\n", "\n\n.\r\n",
                "\r\n.\r\r\n", "\r\n\0.\r\n", "\r\n..\r\n", "\r\n. \r\n")) {
            assertThat(scan("a" + end + "b\r\n.\r\n", 1000).left()).as("%s", end.getBytes(StandardCharsets.US_ASCII))
                    .isEmpty();
            assertThat(scan("a" + end + "b\r\n.\r\n", 1000).ended()).isTrue();
        }
    }

    @Test
    void removesOneDotFromTheStartOfALine() {
        assertThat(scan("..\r\n...a\r\n.b\r\n.\rc\r\nd.\r\n.\r\nNEXT", 1000))
                .isEqualTo(new Result("." + "\r\n..a\r\nb\r\n\rc\r\nd.\r\n", "NEXT", true, 1, 0));
        assertThat(scan(".\r\n", 1000)).isEqualTo(new Result("", "", true, 0, 0));
    }

    @Test
    void countsCrAndLfThatStandAlone() {
        assertThat(scan("a\rb\n\r\r\n\n.\r\n.\r\n", 1000)).isEqualTo(new Result("a\rb\n\r\r\n\n.\r\n", "", true, 2, 2));
    }

    @Test
    void resultDoesNotDependOnHowTheBytesArrive() {
        SplittableRandom random = new SplittableRandom(7);
        String[] parts = {"\r\n", "\r\n", ".", ".", "\r", "\n", "a", "text of some length"};
        for (int round = 0; round < 2000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 30; i++) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            String input = text + "\r\n.\r\n";
            Result whole = scan(input, 1000);
            assertThat(whole.ended()).isTrue();
            for (int chunk = 1; chunk < 5; chunk++) {
                Result pieces = scan(input, chunk);
                assertThat(pieces).as("in chunks of %d: %s", chunk, input)
                        .isEqualTo(new Result(whole.content(), pieces.left(), true, whole.bareCr(), whole.bareLf()));
            }
        }
    }

    private static Result scan(String input, int chunk) {
        DataScanner scanner = new DataScanner();
        ContentBuffer content = new ContentBuffer(10_000, 0);
        scanner.begin();
        byte[] bytes = input.getBytes(StandardCharsets.ISO_8859_1);
        for (int at = 0; at < bytes.length; at += chunk) {
            ByteBuf piece = Unpooled.wrappedBuffer(bytes, at, Math.min(chunk, bytes.length - at));
            if (scanner.scan(piece, content)) {
                return result(content, piece.toString(StandardCharsets.ISO_8859_1), true, scanner);
            }
        }
        return result(content, "", false, scanner);
    }

    private static Result result(ContentBuffer content, String left, boolean ended, DataScanner scanner) {
        assertThat(content.size()).isEqualTo(content.kept().length);
        return new Result(new String(content.kept(), StandardCharsets.ISO_8859_1), left, ended, scanner.bareCr(),
                scanner.bareLf());
    }

    private record Result(String content, String left, boolean ended, int bareCr, int bareLf) {}
}
