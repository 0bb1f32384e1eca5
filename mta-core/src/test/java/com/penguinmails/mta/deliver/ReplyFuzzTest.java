package com.penguinmails.mta.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.penguinmails.mta.deliver.ReplyDecoder.Decoded;
import com.penguinmails.mta.message.Reply;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;

/** Whatever a receiver says: it is the same replies however it is cut, each within its bounds, until it is none. */
final class ReplyFuzzTest {

    @FuzzTest(maxDuration = "1m")
    void anyOctetsAreTheSameBoundedRepliesHoweverTheyAreCut(byte[] octets) {
        List<Decoded> whole = decode(octets, Math.max(1, octets.length));
        assertThat(decode(octets, 1)).isEqualTo(whole);
        assertThat(decode(octets, 7)).isEqualTo(whole);
        for (Decoded decoded : whole) {
            if (decoded instanceof Decoded.Complete(Reply reply)) {
                assertBounded(reply);
            } else if (decoded instanceof Decoded.Malformed(String problem)) {
                assertThat(problem).isNotBlank().matches(ReplyFuzzTest::isPrintable);
            }
        }
    }

    private static List<Decoded> decode(byte[] octets, int piece) {
        var decoder = new ReplyDecoder();
        var all = new ArrayList<Decoded>();
        for (int at = 0; at < octets.length; at += piece) {
            ByteBuf in = Unpooled.wrappedBuffer(octets, at, Math.min(piece, octets.length - at));
            while (in.isReadable()) {
                Decoded next = decoder.next(in);
                if (next instanceof Decoded.Incomplete) {
                    break;
                }
                all.add(next);
                if (next instanceof Decoded.Malformed) {
                    return all;
                }
            }
        }
        return all;
    }

    private static void assertBounded(Reply reply) {
        assertThat(reply.code()).isBetween(200, 599);
        assertThat(reply.lines()).hasSizeBetween(1, ReplyDecoder.MAX_LINES);
        assertThat(reply.lines()).allSatisfy(line -> {
            assertThat(line.length()).isLessThanOrEqualTo(ReplyDecoder.MAX_LINE);
            assertThat(line).matches(ReplyFuzzTest::isPrintable);
        });
    }

    private static boolean isPrintable(String text) {
        return text.chars().noneMatch(c -> c < ' ' || c == 0x7f);
    }
}
