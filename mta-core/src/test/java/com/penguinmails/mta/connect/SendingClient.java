package com.penguinmails.mta.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.penguinmails.mta.config.DeliveryConfig;
import com.penguinmails.mta.counter.Counter;
import com.penguinmails.mta.counter.Counters;
import com.penguinmails.mta.deliver.Delivery;
import com.penguinmails.mta.deliver.SessionTools;
import com.penguinmails.mta.outcome.BounceClassifier;
import com.penguinmails.mta.outcome.Failure;
import com.penguinmails.mta.outcome.FailureScope;
import com.penguinmails.mta.outcome.Outcome;
import com.penguinmails.mta.outcome.OutcomePolicy;
import com.penguinmails.mta.outcome.Stage;
import com.penguinmails.mta.time.SystemClock;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** A connector with a queue of its own: sends deliveries over one connection and checks the listener's contract meanwhile. */
final class SendingClient implements AutoCloseable {
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    private final Map<String, HostAddresses> names = new ConcurrentHashMap<>();
    private final AtomicLong requests = new AtomicLong();
    private final NettyConnector connector;
    private LocalEndpoint source = new LocalEndpoint("test", null, null, "client.example");
    private final Counters counters = new Counters();
    private int maxMessages = 1000;

    SendingClient() {
        this(Deliveries.config());
    }

    SendingClient(DeliveryConfig config) {
        try {
            var tools = new SessionTools(new OutcomePolicy(new BounceClassifier()), new SystemClock(),
                    OutboundTls.opportunistic(), counters);
            var lookup = new FixedLookup(names);
            this.connector = new NettyConnector(new NettyTransport(loops, NioSocketChannel::new), lookup, config,
                    tools);
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    long count(Counter counter) {
        return counters.get(counter);
    }

    @CanIgnoreReturnValue
    SendingClient host(String name, String... addresses) {
        List<InetAddress> list = Arrays.stream(addresses).map(InetAddress::ofLiteral).toList();
        names.put(name, new HostAddresses.Found(list));
        return this;
    }

    @CanIgnoreReturnValue
    SendingClient host(String name, Failure failure) {
        names.put(name, new HostAddresses.None(failure));
        return this;
    }

    @CanIgnoreReturnValue
    SendingClient from(LocalEndpoint endpoint) {
        this.source = endpoint;
        return this;
    }

    SendingClient maxMessages(int max) {
        this.maxMessages = max;
        return this;
    }

    NettyConnector connector() {
        return connector;
    }

    /** To one address of 127.0.0.1. */
    Sent send(int port, Delivery... deliveries) {
        return send(List.of(new RemoteHost("127.0.0.1", port, 10)), deliveries);
    }

    /** Opens one connection, sends one after the other, quits, and waits until it is over. */
    Sent send(List<RemoteHost> hosts, Delivery... deliveries) {
        var sent = new Sent(List.of(deliveries));
        connector.open(new ConnectionRequest(requests.incrementAndGet(), source, "site.example", hosts, maxMessages),
                sent);
        sent.await();
        return sent;
    }

    /** Opens a connection and leaves it alone until it ends by itself. */
    Sent sendNothing(int port) {
        return openTo(port, new Sent(List.of(), () -> {}, false));
    }

    /** Closes the connector as soon as the delivery was handed over. */
    Sent sendAndClose(int port, Delivery delivery) {
        return openTo(port, new Sent(List.of(delivery), () -> Thread.ofVirtual().start(connector::close), true));
    }

    private Sent openTo(int port, Sent sent) {
        var hosts = List.of(new RemoteHost("127.0.0.1", port, 10));
        connector.open(new ConnectionRequest(requests.incrementAndGet(), source, "site.example", hosts, maxMessages),
                sent);
        sent.await();
        return sent;
    }

    @Override
    public void close() {
        connector.close();
        assertThat(loops.shutdownGracefully(0, 20, TimeUnit.SECONDS).awaitUninterruptibly(30_000)).isTrue();
    }

    /** What was heard of one connection. */
    static final class Sent implements ConnectionListener {
        private final ArrayDeque<Delivery> waiting;
        private final SortedMap<Long, List<Outcome>> outcomes = new TreeMap<>();
        private final List<FailureScope> scopes = new ArrayList<>();
        private final List<String> violations = new ArrayList<>();
        private final CountDownLatch over = new CountDownLatch(1);
        private final Map<Long, Delivery> open = new HashMap<>();
        private long given;
        private int mostOpen;
        private boolean mayBegin;
        private @Nullable Outcome failure;
        private @Nullable String remoteMta;
        private boolean closed;

        private final Runnable afterDelivering;
        private final boolean quits;

        Sent(List<Delivery> deliveries) {
            this(deliveries, () -> {}, true);
        }

        Sent(List<Delivery> deliveries, Runnable afterDelivering, boolean quits) {
            this.waiting = new ArrayDeque<>(deliveries);
            this.afterDelivering = afterDelivering;
            this.quits = quits;
        }

        @Override
        public void opened(OutboundConnection connection) {
            require(remoteMta == null && failure == null, "opened twice or after failed");
            remoteMta = connection.remoteMta();
        }

        @Override
        public void failed(ConnectionRequest request, Outcome outcome, FailureScope scope) {
            require(remoteMta == null && failure == null, "failed twice or after opened");
            failure = outcome;
            scopes.add(scope);
            over.countDown();
        }

        @Override
        public void ready(OutboundConnection connection) {
            require(!mayBegin && !closed, "ready twice for one transaction or after closed");
            mayBegin = true;
            Delivery next = waiting.poll();
            if (next != null) {
                mayBegin = false;
                var numbered = new Delivery(++given, next.envelope(), next.recipients(), next.payload());
                open.put(numbered.id(), numbered);
                mostOpen = Math.max(mostOpen, open.size());
                connection.deliver(numbered);
                afterDelivering.run();
            } else if (quits) {
                connection.quit();
            }
        }

        @Override
        public void delivered(OutboundConnection connection, long deliveryId, List<Outcome> results,
                FailureScope scope) {
            Delivery of = open.remove(deliveryId);
            require(of != null, "delivered without a transaction");
            require(of != null && of.recipients().size() == results.size(), "not one outcome for each recipient");
            outcomes.put(deliveryId, results);
            scopes.add(scope);
            if (closed) {
                require(results.stream().allMatch(o -> o.status().stage() == Stage.CONNECT), "delivered after closed");
                endIfOver();
            }
        }

        @Override
        public void closed(OutboundConnection connection) {
            require(!closed, "closed twice");
            closed = true;
            endIfOver();
        }

        private void endIfOver() {
            if (open.isEmpty()) {
                over.countDown();
            }
        }

        private void require(boolean condition, String violation) {
            if (!condition) {
                violations.add(violation);
            }
        }

        private void await() {
            try {
                assertThat(over.await(30, TimeUnit.SECONDS)).as("the connection came to an end").isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            assertThat(violations).isEmpty();
        }

        /** Of the only transaction. */
        List<Outcome> outcomes() {
            assertThat(outcomes).as("transactions").hasSize(1);
            return allOutcomes().getFirst();
        }

        Outcome outcome() {
            assertThat(outcomes()).hasSize(1);
            return outcomes().getFirst();
        }

        /** Of each transaction that was begun, in the order of the deliveries. */
        List<List<Outcome>> allOutcomes() {
            return List.copyOf(outcomes.values());
        }

        /** How many transactions were open at a time. */
        int mostOpen() {
            return mostOpen;
        }

        /** Of the connection that did not come about. */
        Outcome failure() {
            Outcome heard = failure;
            assertThat(heard).as("the connection failed").isNotNull();
            return Objects.requireNonNull(heard);
        }

        FailureScope scope() {
            return scopes.getFirst();
        }

        List<FailureScope> scopes() {
            return scopes;
        }

        @Nullable
        String remoteMta() {
            return remoteMta;
        }
    }
}
