package com.penguinmails.mta.accept.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.penguinmails.mta.accept.AcceptLimits;
import com.penguinmails.mta.accept.HoldingSpool;
import com.penguinmails.mta.accept.IdempotencyLedger;
import com.penguinmails.mta.accept.KeyRing;
import com.penguinmails.mta.accept.ManualClock;
import com.penguinmails.mta.accept.NodeAcceptor;
import com.penguinmails.mta.accept.RoomyQueue;
import com.penguinmails.mta.config.SmtpConfig;
import com.penguinmails.mta.counter.Counters;
import com.penguinmails.mta.spool.JournalRecord;
import com.penguinmails.mta.time.IdGenerator;
import com.penguinmails.mta.time.Randomness;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Whatever a client says: the session gives the same replies and spools the same messages however TCP cuts it, each reply is well
 * formed, no message is without a recipient, and no memory is kept.
 */
final class SubmissionFuzzTest {
    private static final Pattern REPLY = Pattern.compile("[2-5][0-9][0-9][ -][\\x20-\\x7e]{0,508}");

    @FuzzTest(maxDuration = "1m")
    void aStreamHasOneResultHoweverItIsCut(byte[] octets) {
        Result whole = run(octets, Math.max(1, octets.length));
        assertThat(run(octets, 1)).isEqualTo(whole);
        assertThat(run(octets, 13)).isEqualTo(whole);
        assertThat(whole.replies()).endsWith("\r\n").doesNotContain(Replies.INTERNAL.text());
        assertThat(whole.replies().split("\r\n", -1)).filteredOn(line -> !line.isEmpty())
                .allMatch(REPLY.asMatchPredicate());
        assertThat(whole.messages()).allSatisfy(message -> assertThat(message.recipients()).isNotEmpty());
        assertThat(whole.contents()).noneMatch(SubmissionFuzzTest::hasBareLineEnd);
    }

    private record Result(String replies, List<JournalRecord.Message> messages, List<String> contents,
            boolean closed) {}

    private static Result run(byte[] octets, int piece) {
        var spool = new HoldingSpool();
        spool.commitOn(Runnable::run);
        ListenerContext context = context(spool);
        var channel = new EmbeddedChannel();
        channel.pipeline().addLast(new SmtpHandler(context, channel, InetAddress.getLoopbackAddress()));
        channel.pipeline().fireChannelActive();
        for (int at = 0; at < octets.length && channel.isOpen(); at += piece) {
            channel.writeInbound(Unpooled.wrappedBuffer(octets, at, Math.min(piece, octets.length - at)));
            channel.runPendingTasks();
        }
        boolean closed = !channel.isOpen();
        String replies = replies(channel);
        var _ = channel.close();
        channel.runPendingTasks();
        assertThat(context.budget().used()).as("octets kept").isZero();
        List<String> contents = IntStream.range(0, spool.committed().size())
                .mapToObj(i -> new String(spool.content(i), StandardCharsets.ISO_8859_1)).toList();
        return new Result(replies, spool.messages(), contents, closed);
    }

    private static ListenerContext context(HoldingSpool spool) {
        var clock = new ManualClock("2026-01-01T00:00:00Z");
        var counters = new Counters();
        SmtpConfig config = new TestNode.Settings().config();
        var limits = new AcceptLimits(config.maxMessageSize().bytes() + 4096, config.maxRecipients(),
                Duration.ofDays(5));
        var acceptor = new NodeAcceptor(spool, new RoomyQueue(1_000_000), new IdempotencyLedger(clock, 1000), limits,
                clock, counters);
        var keys = new KeyRing(List.of(), clock);
        var services = new SmtpServices(acceptor, () -> keys, new IdGenerator(clock, Randomness.seeded(1)), clock,
                counters);
        return new ListenerContext(new SmtpIdentity("mx.node.example", Duration.ofHours(24)), config, services, null);
    }

    private static String replies(EmbeddedChannel channel) {
        var text = new StringBuilder();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            text.append(out.toString(StandardCharsets.ISO_8859_1));
            out.release();
        }
        return text.toString();
    }

    private static boolean hasBareLineEnd(String content) {
        String rest = content.replace("\r\n", "");
        return rest.indexOf('\r') >= 0 || rest.indexOf('\n') >= 0;
    }
}
