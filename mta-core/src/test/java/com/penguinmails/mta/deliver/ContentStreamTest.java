package com.penguinmails.mta.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ContentStreamTest {

    private static Payload payload(String... parts) {
        List<ByteBuffer> buffers = new ArrayList<>();
        for (String part : parts) {
            buffers.add(ByteBuffer.wrap(part.getBytes(StandardCharsets.ISO_8859_1)));
        }
        return new Payload(buffers, false, false);
    }

    private static String drain(ContentStream stream) {
        var out = new ByteArrayOutputStream();
        for (ByteBuf piece = stream.next(UnpooledByteBufAllocator.DEFAULT); piece != null; piece = stream
                .next(UnpooledByteBufAllocator.DEFAULT)) {
            byte[] octets = new byte[piece.readableBytes()];
            piece.readBytes(octets);
            out.writeBytes(octets);
            piece.release();
        }
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    private static String stuffed(String... parts) {
        return drain(new DotStuffedContent(payload(parts)));
    }

    @Test
    void dotsAtTheStartOfALineAreDoubledAcrossParts() {
        assertThat(stuffed("a\r\n", ".b\r", "\n", ".", ".\r\n")).isEqualTo("a\r\n..b\r\n...\r\n.\r\n");
        assertThat(stuffed(".")).isEqualTo("..\r\n.\r\n");
        assertThat(stuffed("a.b\r\nc.")).isEqualTo("a.b\r\nc.\r\n.\r\n");
    }

    @Test
    void anEmptyContentIsALoneDot() {
        assertThat(stuffed()).isEqualTo(".\r\n");
        assertThat(stuffed("", "")).isEqualTo(".\r\n");
    }

    @Test
    void bareCrAndLfBecomeLineEnds() {
        assertThat(stuffed("a\n.b\r.c\r", "d\r\r\n")).isEqualTo("a\r\n..b\r\n..c\r\nd\r\n\r\n.\r\n");
        assertThat(stuffed("a\r")).isEqualTo("a\r\n.\r\n");
    }

    /** The wire's only {@code CRLF . CRLF} is its end, it has no bare CR or LF, and taking the dots off gives the lines back. */
    @Test
    void anyContentCutAnywhereComesBackAsItsLines() {
        String alphabet = "..\r\n\r\nab\0";
        for (long seed = 0; seed < 20_000; seed++) {
            var random = new SplittableRandom(seed);
            var text = new StringBuilder();
            for (int i = random.nextInt(40); i > 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            int cut = random.nextInt(text.length() + 1);
            String content = text.toString();

            String wire = "\r\n" + stuffed(content.substring(0, cut), content.substring(cut));

            assertThat(wire.indexOf("\r\n.\r\n")).as("seed %d", seed).isEqualTo(wire.length() - 5);
            assertThat(wire.replace("\r\n", "")).as("seed %d", seed).doesNotContain("\r").doesNotContain("\n");
            String lines = wire.substring(0, wire.length() - 3).replace("\r\n..", "\r\n.").substring(2);
            String canonical = content.replaceAll("\r\n|\r|\n", "\r\n");
            String whole = canonical.isEmpty() || canonical.endsWith("\r\n") ? canonical : canonical + "\r\n";
            assertThat(lines).as("seed %d", seed).isEqualTo(whole);
        }
    }

    @Test
    void aContentThatNeedsNothingIsNotCopied() {
        ByteBuffer part = ByteBuffer.allocateDirect(100_000);
        while (part.remaining() >= 2) {
            part.put((byte) '\r').put((byte) '\n');
        }
        part.flip();
        var stream = new DotStuffedContent(new Payload(List.of(part), false, false));

        ByteBuf piece = Objects.requireNonNull(stream.next(UnpooledByteBufAllocator.DEFAULT));

        part.put(0, (byte) 'x');
        assertThat(piece.getByte(0)).isEqualTo((byte) 'x');
        assertThat(piece.readableBytes()).isEqualTo(ContentStream.PIECE);
        assertThat(part.position()).isZero();
    }

    @Test
    void aSmallContentAndItsEndAreOnePiece() {
        var stream = new DotStuffedContent(payload("DKIM-Signature: x\r\n", "Subject: a\r\n\r\n.b"));

        ByteBuf piece = Objects.requireNonNull(stream.next(UnpooledByteBufAllocator.DEFAULT));

        assertThat(piece.toString(StandardCharsets.ISO_8859_1))
                .isEqualTo("DKIM-Signature: x\r\nSubject: a\r\n\r\n..b\r\n.\r\n");
        assertThat(piece.isDirect()).isTrue();
        assertThat(stream.next(UnpooledByteBufAllocator.DEFAULT)).isNull();
    }

    @Test
    void pieceByPieceALargeContentOfAnyMemoryComesWhole() {
        for (int size : new int[]{65_533, 65_534, 65_535, 65_536, 65_537, 131_072, 200_000}) {
            var octets = new byte[size];
            Arrays.fill(octets, (byte) '.');
            ByteBuffer direct = ByteBuffer.allocateDirect(size).put(octets).flip();
            for (List<ByteBuffer> parts : List.of(List.of(ByteBuffer.wrap(octets)), List.of(direct),
                    List.of(ByteBuffer.wrap(octets), direct), List.of(direct, ByteBuffer.wrap(octets)))) {
                String dots = ".".repeat(size * parts.size());
                var payload = new Payload(parts, false, false);
                assertThat(drain(new DotStuffedContent(payload))).isEqualTo("." + dots + "\r\n.\r\n");
                assertThat(drain(new ChunkContent(payload, ContentScan.of(payload)))).isEqualTo(dots + "\r\n");
            }
        }
    }

    @Test
    void chunksCarryTheOctetsAndAFinalLineEnd() {
        for (String content : List.of("", ".\r\n.", "a\r\n", "a")) {
            Payload payload = payload(content);
            var stream = new ChunkContent(payload, ContentScan.of(payload));
            String sent = drain(stream);

            assertThat(sent).isEqualTo(content.isEmpty() || content.endsWith("\r\n") ? content : content + "\r\n");
            assertThat(stream.size()).isEqualTo(sent.length());
        }
    }

    @Test
    void onlyCanonicalContentIsChunked() {
        assertThat(ContentScan.of(payload("a\r", "\nb\r\n"))).isEqualTo(new ContentScan(true, true));
        assertThat(ContentScan.of(payload("a")).canonical()).isTrue();
        for (String bare : List.of("a\rb", "a\nb", "a\r", "\n", "a\r\r\n")) {
            assertThat(ContentScan.of(payload(bare)).canonical()).as(bare).isFalse();
        }
    }
}
