package com.penguinmails.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends queries and tells their replies, on one thread of its own.
 *
 * <p>{@link #exchange} may be called from any thread; all else belongs to the transport's thread, which also completes the
 * replies. Every reply is completed: by the server, by the timeout or by {@link #close}.
 */
final class Transport implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Transport.class);
    private static final int LARGEST_PACKET = 65_535;

    private record Request(Question<?> question, InetSocketAddress server, QueryForm form,
            Consumer<Reply> done) {}

    private record Open(Conversation conversation, long deadlineNanos, Consumer<Reply> done) {}

    private final QuerySettings settings;
    private final LongSupplier nanoTime;
    private final RandomGenerator random;
    private final Counters counters;
    private final Selector selector;
    private final Thread thread;
    private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(LARGEST_PACKET);
    /** In the order of their deadlines, since all have the same time. */
    private final LinkedHashSet<Open> open = new LinkedHashSet<>();
    private volatile boolean closing;
    private volatile boolean over;

    Transport(QuerySettings settings, LongSupplier nanoTime, RandomGenerator random, Counters counters)
            throws IOException {
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.random = random;
        this.counters = counters;
        this.selector = Selector.open();
        this.thread = Thread.ofPlatform().daemon().name("dns-transport").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /**
     * Sends a query to a server.
     *
     * @param done told the reply, once, on the transport's thread; on the caller's if the transport is closed
     */
    void exchange(Question<?> question, InetSocketAddress server, QueryForm form, Consumer<Reply> done) {
        requests.add(new Request(question, server, form, done));
        selector.wakeup();
        if (over) {
            failRequests();
        }
    }

    /** Ends the thread and every open conversation. Waits for it, unless called by what the thread itself runs. */
    @Override
    public void close() {
        closing = true;
        selector.wakeup();
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (selector) {
            while (!closing) {
                selector.select(this::proceed, millisToDeadline());
                expire();
                startRequested();
            }
        } catch (IOException e) {
            LOG.error("DNS look-ups have ended: the selector failed", e);
        } finally {
            end();
        }
    }

    /** Whole milliseconds to the next deadline, rounded up; 0, which is for ever, if nothing is open. */
    private long millisToDeadline() {
        if (open.isEmpty()) {
            return 0;
        }
        long nanos = open.getFirst().deadlineNanos() - nanoTime.getAsLong();
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
    }

    private void expire() {
        while (!open.isEmpty() && open.getFirst().deadlineNanos() - nanoTime.getAsLong() <= 0) {
            counters.unanswered.increment();
            finish(open.getFirst(), new Reply.None("did not answer within " + settings.timeout().toMillis() + " ms"));
        }
    }

    private void startRequested() {
        for (Request request = requests.poll(); request != null; request = requests.poll()) {
            int ednsPayloadSize = request.form().edns() ? settings.ednsPayloadSize() : QueryMessage.NO_EDNS;
            QueryMessage query = new QueryMessage(request.question(), random.nextInt(1 << 16), ednsPayloadSize);
            counters.queries.increment();
            try {
                start(request, query);
            } catch (IOException | UnsupportedAddressTypeException e) {
                tell(request.done(), unreachable(e));
            }
        }
    }

    private void start(Request request, QueryMessage query) throws IOException {
        if (request.form().tcp()) {
            counters.tcpQueries.increment();
            SocketChannel channel = SocketChannel.open();
            open(request, channel, new TcpConversation(channel, query, request.server()));
        } else {
            DatagramChannel channel = DatagramChannel.open();
            open(request, channel, new UdpConversation(channel, query, request.server(), buffer, counters));
        }
    }

    private void open(Request request, SelectableChannel channel, Conversation conversation) throws IOException {
        try {
            channel.configureBlocking(false);
            Open opened = new Open(conversation, nanoTime.getAsLong() + settings.timeout().toNanos(), request.done());
            SelectionKey key = channel.register(selector, 0, opened);
            conversation.start(key);
            open.add(opened);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private void proceed(SelectionKey key) {
        if (key.isValid() && key.attachment() instanceof Open ready) {
            try {
                ready.conversation().proceed(key).ifPresent(reply -> finish(ready, reply));
            } catch (IOException e) {
                finish(ready, unreachable(e));
            }
        }
    }

    private Reply unreachable(Exception e) {
        counters.unanswered.increment();
        return new Reply.None(e instanceof PortUnreachableException
                ? "is unreachable"
                : "cannot be reached (" + (e instanceof IOException ? e.getMessage() : "no such address family here")
                        + ")");
    }

    private void finish(Open ended, Reply reply) {
        open.remove(ended);
        try {
            ended.conversation().close();
        } catch (IOException e) {
            LOG.debug("a DNS socket could not be closed cleanly", e);
        }
        tell(ended.done(), reply);
    }

    /** One query that cannot be finished must not end the thread that all others need. */
    private static void tell(Consumer<Reply> done, Reply reply) {
        try {
            done.accept(reply);
        } catch (RuntimeException e) {
            LOG.error("a DNS reply could not be passed on", e);
        }
    }

    private void end() {
        while (!open.isEmpty()) {
            finish(open.getFirst(), new Reply.Closed());
        }
        over = true;
        failRequests();
    }

    private void failRequests() {
        for (Request request = requests.poll(); request != null; request = requests.poll()) {
            tell(request.done(), new Reply.Closed());
        }
    }
}
