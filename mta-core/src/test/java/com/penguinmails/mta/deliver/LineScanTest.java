package com.penguinmails.mta.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Scans of eight octets at a time, held to plain ones of one octet at a time. */
class LineScanTest {
    private static final byte[] NEAR_LINE_ENDS = {'\r', '\n', '.', 'a', 0, 9, 11, 12, 14, (byte) 0x8d, (byte) 0x8a,
            (byte) 0xff};

    /** Mostly text, so that runs are longer than a word, or mostly what may be mistaken for a line end. */
    private static byte[] randomOctets(SplittableRandom random) {
        var octets = new byte[random.nextInt(70)];
        int special = random.nextInt(1, 20);
        for (int i = 0; i < octets.length; i++) {
            octets[i] = random.nextInt(special) == 0
                    ? NEAR_LINE_ENDS[random.nextInt(NEAR_LINE_ENDS.length)]
                    : (byte) random.nextInt(256);
        }
        return octets;
    }

    /** The same octets at some place of some kind of memory. */
    private static ByteBuffer placed(byte[] octets, SplittableRandom random) {
        int before = random.nextInt(9);
        int size = before + octets.length + random.nextInt(9);
        ByteBuffer memory = random.nextBoolean() ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
        for (int i = 0; i < size; i++) {
            memory.put(i, (byte) (random.nextBoolean() ? '\r' : '\n'));
        }
        memory.put(before, octets).position(before).limit(before + octets.length);
        ByteBuffer view = random.nextBoolean() ? memory.slice() : memory;
        return random.nextBoolean() ? view.asReadOnlyBuffer() : view;
    }

    private static int plainRunEnd(ByteBuffer octets, int start) {
        int end = start + 1;
        boolean lineEnd = octets.get(start) == '\r' || octets.get(start) == '\n';
        while (!lineEnd && end < octets.limit() && octets.get(end) != '\r' && octets.get(end) != '\n') {
            end++;
        }
        return end;
    }

    private static ContentScan plainScan(byte[] octets) {
        LineState state = LineState.START;
        for (byte octet : octets) {
            if (!state.isPaired(octet)) {
                return ContentScan.NOT_CANONICAL;
            }
            state = state.after(octet);
        }
        return new ContentScan(state != LineState.AFTER_CR, state == LineState.START);
    }

    private static byte[] plainlyStuffed(byte[] octets) {
        var out = new ByteArrayOutputStream();
        LineState state = LineState.START;
        for (byte octet : octets) {
            if (state == LineState.AFTER_CR && octet != '\n') {
                out.write('\n');
                state = LineState.START;
            } else if (state != LineState.AFTER_CR && octet == '\n') {
                out.write('\r');
            }
            if (octet == '.' && state == LineState.START) {
                out.write('.');
            }
            out.write(octet);
            state = state.after(octet);
        }
        out.writeBytes(switch (state) {
            case START -> new byte[]{'.', '\r', '\n'};
            case AFTER_CR -> new byte[]{'\n', '.', '\r', '\n'};
            case MIDDLE -> new byte[]{'\r', '\n', '.', '\r', '\n'};
        });
        return out.toByteArray();
    }

    private static Payload payload(byte[] octets, SplittableRandom random) {
        List<ByteBuffer> parts = new ArrayList<>();
        int at = 0;
        while (at < octets.length) {
            int next = random.nextInt(at, octets.length) + 1;
            parts.add(placed(Arrays.copyOfRange(octets, at, next), random));
            at = next;
        }
        return new Payload(parts, false, false);
    }

    private static byte[] drain(ContentStream stream) {
        var out = new ByteArrayOutputStream();
        for (ByteBuf piece = stream.next(UnpooledByteBufAllocator.DEFAULT); piece != null; piece = stream
                .next(UnpooledByteBufAllocator.DEFAULT)) {
            var octets = new byte[piece.readableBytes()];
            piece.readBytes(octets);
            piece.release();
            out.writeBytes(octets);
        }
        return out.toByteArray();
    }

    @Test
    void aRunEndsWhereAPlainLookSaysSo() {
        for (long seed = 0; seed < 30_000; seed++) {
            var random = new SplittableRandom(seed);
            ByteBuffer octets = placed(randomOctets(random), random);
            for (int start = octets.position(); start < octets.limit(); start++) {
                assertThat(LineScan.runEnd(octets, start)).as("seed %d, from %d", seed, start)
                        .isEqualTo(plainRunEnd(octets, start));
            }
        }
    }

    @Test
    void aContentIsCanonicalWhereAPlainLookSaysSo() {
        for (long seed = 0; seed < 50_000; seed++) {
            var random = new SplittableRandom(seed);
            byte[] octets = randomOctets(random);

            assertThat(ContentScan.of(payload(octets, random))).as("seed %d", seed).isEqualTo(plainScan(octets));
        }
    }

    @Test
    void whatIsStuffedIsWhatAPlainWriterMakes() {
        for (long seed = 0; seed < 50_000; seed++) {
            var random = new SplittableRandom(seed);
            byte[] octets = randomOctets(random);

            assertThat(drain(new DotStuffedContent(payload(octets, random)))).as("seed %d", seed)
                    .isEqualTo(plainlyStuffed(octets));
        }
    }
}
