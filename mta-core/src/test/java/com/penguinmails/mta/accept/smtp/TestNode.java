package com.penguinmails.mta.accept.smtp;

import com.penguinmails.mta.accept.AcceptLimits;
import com.penguinmails.mta.accept.ApiKey;
import com.penguinmails.mta.accept.HoldingSpool;
import com.penguinmails.mta.accept.IdempotencyLedger;
import com.penguinmails.mta.accept.KeyRing;
import com.penguinmails.mta.accept.NodeAcceptor;
import com.penguinmails.mta.accept.RoomyQueue;
import com.penguinmails.mta.config.ByteSize;
import com.penguinmails.mta.config.Endpoint;
import com.penguinmails.mta.config.KeyConfig;
import com.penguinmails.mta.config.SmtpConfig;
import com.penguinmails.mta.counter.Counter;
import com.penguinmails.mta.counter.Counters;
import com.penguinmails.mta.message.Recipient;
import com.penguinmails.mta.spool.JournalRecord;
import com.penguinmails.mta.time.IdGenerator;
import com.penguinmails.mta.time.Randomness;
import com.penguinmails.mta.time.SystemClock;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A real listener on a free port of loopback with a real gate behind it, whose spool the test holds in its hands. */
final class TestNode implements AutoCloseable {
    static final ApiKey KEY = ApiKey.generate(Randomness.seeded(1), false);
    static final ApiKey FREE_KEY = ApiKey.generate(Randomness.seeded(2), false);

    final HoldingSpool spool = new HoldingSpool();
    final RoomyQueue queue = new RoomyQueue(1_000_000);
    final Counters counters = new Counters();
    private final EventLoopGroup eventLoops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    private final ExecutorService committer = Executors.newSingleThreadExecutor();
    private final SmtpListener listener;
    final int port;

    private TestNode(SmtpConfig config) throws IOException {
        var clock = new SystemClock();
        var ledger = new IdempotencyLedger(clock, 1000);
        var limits = new AcceptLimits(config.maxMessageSize().bytes() + 4096, config.maxRecipients(),
                Duration.ofDays(5));
        var acceptor = new NodeAcceptor(spool, queue, ledger, limits, clock, counters);
        var keys = new KeyRing(List.of(
                new KeyConfig(KEY.id(), KEY.hashHex(), "acme", List.of("example.com"), List.of("messages:send"),
                        List.of(), ""),
                new KeyConfig(FREE_KEY.id(), FREE_KEY.hashHex(), "free", List.of(), List.of("messages:send"),
                        List.of(), "")),
                clock);
        var services = new SmtpServices(acceptor, () -> keys, new IdGenerator(clock, Randomness.secure()), clock,
                counters);
        listener = new SmtpListener(new SmtpIdentity("mx.node.example", Duration.ofHours(24)), config, services,
                eventLoops);
        port = listener.start().getFirst().getPort();
        commit();
    }

    static TestNode start() throws IOException {
        return new TestNode(new Settings().config());
    }

    static TestNode start(Settings settings) throws IOException {
        return new TestNode(settings.config());
    }

    /** What a test sets differently from the defaults. */
    static final class Settings {
        boolean trustLoopback = true;
        @Nullable
        Path certificate;
        @Nullable
        Path privateKey;
        ByteSize maxMessageSize = ByteSize.ofMiB(25);
        int maxRecipients = 1000;
        int maxTransactions = 1000;
        int maxConnections = 2000;
        int maxConnectionsPerAddress = 1000;
        int maxLine = 2048;
        ByteSize maxHeader = ByteSize.ofKiB(256);
        int maxErrors = 20;
        Duration commandTimeout = Duration.ofMinutes(5);
        Duration dataTimeout = Duration.ofMinutes(10);
        ByteSize memory = ByteSize.ofMiB(256);

        SmtpConfig config() {
            return new SmtpConfig(List.of(new Endpoint("127.0.0.1", 0)), trustLoopback, "default", certificate,
                    privateKey, maxMessageSize, maxRecipients, maxTransactions, maxConnections,
                    maxConnectionsPerAddress, maxLine, maxHeader, maxErrors, commandTimeout, dataTimeout, memory);
        }
    }

    /** Entries are committed by a thread of their own as they come. */
    void commit() {
        spool.commitOn(committer);
    }

    Dialogue connect() throws IOException {
        return Dialogue.open(port);
    }

    int sessions() {
        return listener.sessionCount();
    }

    long memoryUsed() {
        return listener.memoryUsed();
    }

    long count(Counter counter) {
        return counters.get(counter);
    }

    void closeListener() {
        listener.close();
    }

    /** The only message that was accepted. */
    JournalRecord.Message message() {
        List<JournalRecord.Message> messages = spool.messages();
        if (messages.size() != 1) {
            throw new AssertionError("one message was expected, there are " + messages.size());
        }
        return messages.getFirst();
    }

    List<String> recipients() {
        return message().recipients().stream().map(Recipient::forwardPath).map(Object::toString).toList();
    }

    /** A message as it was spooled, each octet one character. */
    String content(int index) {
        return new String(spool.content(index), StandardCharsets.ISO_8859_1);
    }

    /** As {@link #content}, without the trace field and what else stands in front of the first field that was sent. */
    String contentFrom(int index, String firstField) {
        String content = content(index);
        return content.substring(content.indexOf(firstField));
    }

    @Override
    public void close() {
        listener.close();
        committer.shutdownNow();
        eventLoops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
