package com.penguinmails.mta.accept.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.http.MemoryBudget;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentDecoderTest {
    private final MemoryBudget budget = new MemoryBudget(1 << 20);

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {
            ".\\r\\n,``",
            "a\\r\\n.\\r\\n,a\\r\\n",
            "..\\r\\n.\\r\\n,.\\r\\n",
            "..a\\r\\n.b\\r\\n.\\r\\n,.a\\r\\nb\\r\\n",
            "a\\n.\\n.\\r\\n\\r\\n.\\r\\n,a\\r\\n.\\r\\n.\\r\\n\\r\\n",
            "a\\r.\\r\\r\\n.\\r\\n,a\\r\\n.\\r\\n\\r\\n",
            "a\\r\\n.\\rb\\r\\n.\\r\\n,a\\r\\n\\r\\nb\\r\\n",
            "a\\r\\n.\\r\\r\\n.\\r\\n,a\\r\\n\\r\\n\\r\\n",
            "a\\r\\r\\n.\\r\\n,a\\r\\n\\r\\n"})
    void dataEndsAtCrLfDotCrLfAndEveryLineEndBecomesCrLf(String wire, String content) {
        ContentBuffer out = buffer(1000);
        ContentDecoder decoder = ContentDecoder.forData(out);
        ByteBuf in = octets(unescape(wire) + "MAIL");
        decoder.decode(in);
        assertThat(decoder.atEnd()).isTrue();
        assertThat(text(out)).isEqualTo(unescape(content));
        assertThat(in.toString(StandardCharsets.US_ASCII)).isEqualTo("MAIL");
    }

    @Test
    void theResultDoesNotDependOnHowTheOctetsAreCut() {
        var random = new Random(5);
        for (int round = 0; round < 3000; round++) {
            var wire = new StringBuilder();
            for (int length = random.nextInt(40); length > 0; length--) {
                wire.append("\r\n..ab\0".charAt(random.nextInt(7)));
            }
            String all = wire + "\r\n.\r\nrest";
            assertThat(decodedIn(all, random, 1000)).as("round %d", round).isEqualTo(decodedIn(all, random, 3));
        }
    }

    @Test
    void chunksKeepTheirDotsAndMayCutACrLf() {
        ContentBuffer out = buffer(1000);
        ContentDecoder decoder = ContentDecoder.forChunks(out);
        for (String chunk : new String[]{".a\r", "\n.\r\n", "b\n", "", "c\r", "d"}) {
            decoder.decode(octets(chunk));
        }
        assertThat(decoder.atEnd()).isFalse();
        decoder.finish();
        assertThat(text(out)).isEqualTo(".a\r\n.\r\nb\r\nc\r\nd\r\n");
    }

    @Test
    void contentThatIsTooLargeIsPassedOverToItsEndAndHoldsNoMemory() {
        ContentBuffer out = buffer(10);
        ContentDecoder decoder = ContentDecoder.forData(out);
        decoder.decode(octets("0123456\r\n89\r\n"));
        decoder.decode(octets("more\r\n.\r\n"));
        assertThat(decoder.atEnd()).isTrue();
        assertThat(out.state()).isEqualTo(ContentBuffer.State.TOO_LARGE);
        assertThat(budget.used()).isZero();
    }

    @Test
    void contentUpToTheLimitIsTaken() {
        ContentBuffer out = buffer(10);
        ContentDecoder.forData(out).decode(octets("01234567\r\n.\r\n"));
        assertThat(out.state()).isEqualTo(ContentBuffer.State.INTACT);
        assertThat(text(out)).isEqualTo("01234567\r\n");
        out.release();
        assertThat(budget.used()).isZero();
    }

    @Test
    void aBufferThatMayNotGrowGivesBackWhatItHeld() {
        var small = new MemoryBudget(10_000);
        var out = new ContentBuffer(small, new BufferPool(), 1 << 20, 0);
        ContentDecoder decoder = ContentDecoder.forData(out);
        decoder.decode(octets("x".repeat(5000)));
        assertThat(small.used()).isPositive();
        decoder.decode(octets("x".repeat(10_000)));
        assertThat(out.state()).isEqualTo(ContentBuffer.State.NO_MEMORY);
        assertThat(small.used()).isZero();
        assertThat(out.length()).isZero();
    }

    private String decodedIn(String wire, Random random, int longest) {
        ContentBuffer out = buffer(1000);
        ContentDecoder decoder = ContentDecoder.forData(out);
        int at = 0;
        while (!decoder.atEnd()) {
            int end = Math.min(wire.length(), at + 1 + random.nextInt(longest));
            ByteBuf piece = octets(wire.substring(at, end));
            decoder.decode(piece);
            at += piece.readerIndex();
        }
        return text(out) + "|" + wire.substring(at);
    }

    private ContentBuffer buffer(int maxSize) {
        return new ContentBuffer(budget, new BufferPool(), maxSize, 0);
    }

    private static ByteBuf octets(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }

    private static String text(ContentBuffer buffer) {
        return new String(buffer.array(), 0, buffer.length(), StandardCharsets.ISO_8859_1);
    }

    private static String unescape(String text) {
        return text.replace("\\r", "\r").replace("\\n", "\n");
    }
}
