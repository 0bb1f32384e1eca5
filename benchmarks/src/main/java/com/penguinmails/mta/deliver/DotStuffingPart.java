package com.penguinmails.mta.deliver;

import com.penguinmails.benchmarks.Part;
import com.penguinmails.benchmarks.Subject;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.angus.mail.smtp.SMTPOutputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A content of 100 KiB made ready for DATA (RFC 5321 §4.5.2), with a dot at the start of one line in fifty and without any. The
 * rival is the stream of Angus Mail, the reference implementation of Jakarta Mail, into memory that is large enough.
 */
@Part("dots")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, timeUnit = TimeUnit.MILLISECONDS, time = 500)
@Fork(1)
public class DotStuffingPart {
    private static final String SOME = "100 KiB, some dots";
    private static final String NONE = "100 KiB, no dots";
    private static final String RIVAL = "Angus Mail's SMTPOutputStream";
    private static final int LINES = 1_347;
    private static final int DOTTED = 50;

    private final byte[] some = content(DOTTED);
    private final byte[] none = content(Integer.MAX_VALUE);
    private final ByteBufAllocator allocator = PooledByteBufAllocator.DEFAULT;

    private static byte[] content(int dotted) {
        var text = new StringBuilder("Subject: Dots\r\n\r\n");
        for (int i = 1; i <= LINES; i++) {
            text.append(i % dotted == 0 ? '.' : 'x').append("y".repeat(73)).append("\r\n");
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    @Benchmark
    @Subject(task = SOME)
    public long some() {
        return stuff(some);
    }

    @Benchmark
    @Subject(task = SOME, rival = RIVAL)
    public int someByAngus() throws IOException {
        return stuffByAngus(some);
    }

    @Benchmark
    @Subject(task = NONE)
    public long none() {
        return stuff(none);
    }

    @Benchmark
    @Subject(task = NONE, rival = RIVAL)
    public int noneByAngus() throws IOException {
        return stuffByAngus(none);
    }

    private long stuff(byte[] content) {
        var stream = new DotStuffedContent(new Payload(List.of(ByteBuffer.wrap(content)), false, false));
        long octets = 0;
        for (ByteBuf piece = stream.next(allocator); piece != null; piece = stream.next(allocator)) {
            octets += piece.readableBytes();
            var _ = piece.release();
        }
        return octets;
    }

    private static int stuffByAngus(byte[] content) throws IOException {
        var out = new ByteArrayOutputStream(content.length + content.length / 32);
        try (var stream = new SMTPOutputStream(out)) {
            stream.write(content);
            stream.ensureAtBOL();
        }
        return out.size();
    }
}
