package com.penguinmails.mta.deliver;

import com.penguinmails.benchmarks.Part;
import com.penguinmails.benchmarks.Subject;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A reply of one line and one of eight, as to EHLO, from octets to a reply (RFC 5321 §4.2). The rival is the decoder of lines that
 * Netty's SMTP codec is made of, on a channel without a network; it finds lines and makes no reply of them.
 */
@Part("replies")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, timeUnit = TimeUnit.MILLISECONDS, time = 500)
@Fork(1)
public class ReplyDecodingPart {
    private static final String ONE = "one line";
    private static final String EIGHT = "eight lines";
    private static final String RIVAL = "Netty's LineBasedFrameDecoder (lines only)";
    private static final int LINE_MAX = 2048;

    private final ByteBuf one = octets("250 2.0.0 Ok: queued as 4ZxYbS0Fq2z1m\n");
    private final ByteBuf eight = octets("""
            250-mx.example.net greets you
            250-PIPELINING
            250-SIZE 52428800
            250-STARTTLS
            250-ENHANCEDSTATUSCODES
            250-8BITMIME
            250-SMTPUTF8
            250 CHUNKING
            """);
    private final ReplyDecoder decoder = new ReplyDecoder();
    private final EmbeddedChannel channel = new EmbeddedChannel(new LineBasedFrameDecoder(LINE_MAX));

    private static ByteBuf octets(String text) {
        return Unpooled
                .unreleasableBuffer(Unpooled.directBuffer()
                        .writeBytes(text.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII)));
    }

    @Benchmark
    @Subject(task = ONE)
    public Object one() {
        return decoder.next(one.readerIndex(0));
    }

    @Benchmark
    @Subject(task = ONE, rival = RIVAL)
    public int oneByNetty() {
        return lines(one.readerIndex(0));
    }

    @Benchmark
    @Subject(task = EIGHT)
    public Object eight() {
        return decoder.next(eight.readerIndex(0));
    }

    @Benchmark
    @Subject(task = EIGHT, rival = RIVAL)
    public int eightByNetty() {
        return lines(eight.readerIndex(0));
    }

    private int lines(ByteBuf reply) {
        var _ = channel.writeInbound(reply.retainedDuplicate());
        int lines = 0;
        for (Object line = channel.readInbound(); line != null; line = channel.readInbound()) {
            var _ = ReferenceCountUtil.release(line);
            lines++;
        }
        return lines;
    }

    @TearDown
    public void close() {
        var _ = channel.finishAndReleaseAll();
    }
}
