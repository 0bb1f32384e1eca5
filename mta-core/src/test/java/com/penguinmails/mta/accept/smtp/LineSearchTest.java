package com.penguinmails.mta.accept.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.http.MemoryBudget;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The scans of eight octets at a time, held to plain ones of one octet at a time. */
class LineSearchTest {
    private static final byte[] NEAR_LINE_ENDS = {'\r', '\n', '\r', '\n', '.', '.', 'a', 0, 9, 11, 12, 14, (byte) 0x8d,
            (byte) 0x8a};

    private static byte[] randomOctets(SplittableRandom random, int most) {
        var octets = new byte[random.nextInt(most)];
        int special = random.nextInt(1, 20);
        for (int i = 0; i < octets.length; i++) {
            octets[i] = random.nextInt(special) == 0
                    ? NEAR_LINE_ENDS[random.nextInt(NEAR_LINE_ENDS.length)]
                    : (byte) random.nextInt(256);
        }
        return octets;
    }

    @Test
    void theFirstLineEndIsTheOneThatAPlainLookFinds() {
        for (long seed = 0; seed < 30_000; seed++) {
            var random = new SplittableRandom(seed);
            byte[] octets = randomOctets(random, 70);
            ByteBuf buffer = random.nextBoolean()
                    ? Unpooled.wrappedBuffer(octets)
                    : Unpooled.directBuffer(octets.length + 1).writeBytes(octets);
            int to = random.nextInt(octets.length + 1);
            for (int from = 0; from <= to; from++) {
                int plain = from;
                while (plain < to && octets[plain] != '\r' && octets[plain] != '\n') {
                    plain++;
                }
                assertThat(LineSearch.first(buffer, from, to)).as("seed %d, %d to %d", seed, from, to).isEqualTo(plain);
            }
            buffer.release();
        }
    }

    /** RFC 5321 §4.5.2 one octet at a time: ends at CRLF, dot, CRLF; a bare CR or LF becomes CRLF and makes no dot special. */
    private static byte[] plainlyDecoded(byte[] wire) {
        var out = new ByteArrayOutputStream();
        boolean lineStart = true;
        int at = 0;
        while (at < wire.length) {
            if (lineStart && wire[at] == '.') {
                if (at + 2 < wire.length && wire[at + 1] == '\r' && wire[at + 2] == '\n') {
                    return out.toByteArray();
                }
                at++;
                lineStart = false;
            } else if (wire[at] == '\r' || wire[at] == '\n') {
                lineStart = wire[at] == '\r' && at + 1 < wire.length && wire[at + 1] == '\n';
                at += lineStart ? 2 : 1;
                out.write('\r');
                out.write('\n');
            } else {
                out.write(wire[at++]);
                lineStart = false;
            }
        }
        throw new IllegalArgumentException("the data has no end");
    }

    @Test
    void whatIsDecodedIsWhatAPlainReaderReads() {
        byte[] end = {'x', '\r', '\n', '.', '\r', '\n'};
        for (long seed = 0; seed < 50_000; seed++) {
            var random = new SplittableRandom(seed);
            byte[] octets = randomOctets(random, 200);
            byte[] wire = Arrays.copyOf(octets, octets.length + end.length);
            System.arraycopy(end, 0, wire, octets.length, end.length);
            var budget = new MemoryBudget(1 << 20);
            var out = new ContentBuffer(budget, new BufferPool(), 1 << 20, 0);
            ContentDecoder decoder = ContentDecoder.forData(out);
            int at = 0;
            while (!decoder.atEnd()) {
                int next = random.nextInt(at, wire.length) + 1;
                ByteBuf piece = Unpooled.wrappedBuffer(wire, at, next - at);
                decoder.decode(piece);
                at += piece.readerIndex();
            }
            assertThat(Arrays.copyOf(out.array(), out.length())).as("seed %d", seed).isEqualTo(plainlyDecoded(wire));
        }
    }
}
