package com.penguinmails.mta.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.deliver.ReplyDecoder.Decoded;
import com.penguinmails.mta.message.EnhancedStatus;
import com.penguinmails.mta.message.Reply;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyDecoderTest {

    private static Decoded decode(String octets) {
        return new ReplyDecoder().next(Unpooled.copiedBuffer(octets, StandardCharsets.ISO_8859_1));
    }

    private static Reply reply(String octets) {
        Decoded decoded = decode(octets);
        assertThat(decoded).isInstanceOf(Decoded.Complete.class);
        return ((Decoded.Complete) decoded).reply();
    }

    @Test
    void readsCodeEnhancedStatusAndText() {
        Reply reply = reply("550-5.1.1 no such\r\n550 5.1.1 user\r\n");

        assertThat(reply).isEqualTo(new Reply(550, new EnhancedStatus(5, 1, 1), List.of("no such", "user")));
    }

    @Test
    void readsWhatServersReallySend() {
        assertThat(reply("250\r\n")).isEqualTo(new Reply(250, null, List.of("")));
        assertThat(reply("250 \n")).isEqualTo(new Reply(250, null, List.of("")));
        assertThat(reply("250-a\n250\r\n").lines()).containsExactly("a", "");
        assertThat(reply("250 2.0.0\r\n").enhanced()).isEqualTo(new EnhancedStatus(2, 0, 0));
        assertThat(reply("250 1.2.3 is no status\r\n").enhanced()).isNull();
        assertThat(reply("550-5.7.1 one\r\n550 https://x.test 5.7.1\r\n").lines()).containsExactly("one",
                "https://x.test 5.7.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "25\r\n", "2500 x\r\n", "150 x\r\n", "650 x\r\n", "25a x\r\n", " 250 x\r\n",
            "250_x\r\n",
            "250-a\r\n251 b\r\n", "\0\0\0\0\n"})
    void refusesWhatIsNoReply(String octets) {
        assertThat(decode(octets)).isInstanceOf(Decoded.Malformed.class);
    }

    @Test
    void isBounded() {
        assertThat(decode("250 " + "x".repeat(2044) + "\n")).isInstanceOf(Decoded.Complete.class);
        assertThat(decode("250 " + "x".repeat(2045) + "\n")).isInstanceOf(Decoded.Malformed.class);
        assertThat(decode("250-x\r\n".repeat(99) + "250 x\r\n")).isInstanceOf(Decoded.Complete.class);
        assertThat(decode("250-x\r\n".repeat(100) + "250 x\r\n")).isInstanceOf(Decoded.Malformed.class);
    }

    @Test
    void leavesWhatIsBehindTheReply() {
        ByteBuf in = Unpooled.copiedBuffer("250 one\r\n354 two\r\n", StandardCharsets.US_ASCII);
        var decoder = new ReplyDecoder();

        assertThat(decoder.next(in)).isInstanceOf(Decoded.Complete.class);
        assertThat(in.readableBytes()).isEqualTo(9);
        assertThat(decoder.next(in)).isInstanceOf(Decoded.Complete.class);
        assertThat(decoder.next(in)).isInstanceOf(Decoded.Incomplete.class);
    }

    /** Octets like those of replies, at random, whole and in pieces: the same result, no exception, no control character. */
    @Test
    void survivesAnyOctetsAndAnyPieces() {
        String alphabet = "2245550--  ..\r\n\r\n\nxy\0\u001b\u00ff";
        for (long seed = 0; seed < 20_000; seed++) {
            var random = new SplittableRandom(seed);
            var text = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                text.append(random.nextInt(4) == 0
                        ? "250 "
                        : String.valueOf(alphabet.charAt(random.nextInt(alphabet.length()))));
            }
            byte[] octets = text.toString().getBytes(StandardCharsets.ISO_8859_1);

            List<Decoded> whole = all(octets, octets.length + 1, random);
            assertThat(all(octets, 3, random)).as("seed %d", seed).isEqualTo(whole);
            assertThat(whole.toString().chars()).as("seed %d", seed).noneMatch(c -> c < ' ' || c == 0x7f);
        }
    }

    private static List<Decoded> all(byte[] octets, int maxPiece, SplittableRandom random) {
        var decoder = new ReplyDecoder();
        List<Decoded> results = new ArrayList<>();
        int from = 0;
        while (from < octets.length) {
            int length = Math.min(octets.length - from, 1 + random.nextInt(maxPiece));
            ByteBuf in = Unpooled.wrappedBuffer(octets, from, length);
            from += length;
            while (in.isReadable()) {
                Decoded decoded = decoder.next(in);
                if (decoded instanceof Decoded.Malformed) {
                    results.add(decoded);
                    return results;
                }
                if (decoded instanceof Decoded.Complete) {
                    results.add(decoded);
                }
            }
        }
        return results;
    }
}
