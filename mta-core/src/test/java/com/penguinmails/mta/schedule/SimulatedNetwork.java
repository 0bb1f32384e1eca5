package com.penguinmails.mta.schedule;

import com.penguinmails.mta.connect.ConnectionListener;
import com.penguinmails.mta.connect.ConnectionRequest;
import com.penguinmails.mta.connect.Connector;
import com.penguinmails.mta.connect.OutboundConnection;
import com.penguinmails.mta.deliver.Delivery;
import com.penguinmails.mta.message.EnhancedStatus;
import com.penguinmails.mta.message.Recipient;
import com.penguinmails.mta.message.Reply;
import com.penguinmails.mta.outcome.BounceClass;
import com.penguinmails.mta.outcome.DeliveryStatus;
import com.penguinmails.mta.outcome.FailureScope;
import com.penguinmails.mta.outcome.Outcome;
import com.penguinmails.mta.outcome.Stage;
import com.penguinmails.testkit.time.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Receivers on the virtual clock, by script, and what they saw. It holds its caller to the contract of connections. */
final class SimulatedNetwork implements Connector {
    /** One recipient of one transaction, at the instant at which it was given to the connection. */
    record Sent(long nanos, String site, String source, String recipient, String tenant,
            long connection) {}

    private final VirtualClock clock;
    private final Map<String, Integer> connections = new HashMap<>();
    final List<Sent> sent = new ArrayList<>();
    final List<ConnectionRequest> opened = new ArrayList<>();
    /** When each connection was asked for, and those that are there now or being opened. */
    final Map<ConnectionRequest, Long> openedNanos = new HashMap<>();
    final Map<Long, ConnectionRequest> open = new HashMap<>();
    /** Whom each connection has written to. */
    final Map<Long, Set<String>> senders = new HashMap<>();
    final List<Integer> transactionSizes = new ArrayList<>();
    final Map<String, Integer> mostConnections = new HashMap<>();
    /** How the transactions end; the default takes everything. */
    BiFunction<ConnectionRequest, Recipient, Outcome> outcome = (_, _) -> delivered();
    /** The failure to open a connection, or null where it opens. */
    Function<ConnectionRequest, @Nullable Outcome> openFailure = _ -> null;
    /** Whether the connection breaks during this transaction. */
    Function<Delivery, Boolean> breaks = _ -> false;
    FailureScope failureScope = FailureScope.HOST;
    Duration openTime = Duration.ofMillis(1);
    Duration transactionTime = Duration.ofMillis(1);
    int transactionsOpen;

    SimulatedNetwork(VirtualClock clock) {
        this.clock = clock;
    }

    static Outcome delivered() {
        return new Outcome.Delivered(status(2, 250, "OK"));
    }

    static Outcome deferred() {
        return new Outcome.Deferred(status(4, 451, "later"), BounceClass.OTHER);
    }

    static Outcome bounced() {
        return new Outcome.Bounced(status(5, 550, "no such user"), BounceClass.BAD_MAILBOX);
    }

    static Outcome unreachable() {
        return new Outcome.Deferred(
                new DeliveryStatus(new EnhancedStatus(4, 4, 1), "connection refused", null, null, Stage.CONNECT),
                BounceClass.NETWORK);
    }

    private static DeliveryStatus status(int statusClass, int code, String words) {
        EnhancedStatus enhanced = new EnhancedStatus(statusClass, 0, 0);
        return new DeliveryStatus(enhanced, words, new Reply(code, enhanced, List.of(words)), "mx.test[192.0.2.1]",
                Stage.RCPT);
    }

    int connectionsOpen() {
        return connections.values().stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public void open(ConnectionRequest request, ConnectionListener listener) {
        opened.add(request);
        openedNanos.put(request, clock.nanoTime());
        open.put(request.id(), request);
        String path = request.source().name() + "→" + request.site();
        int now = connections.merge(path, 1, Integer::sum);
        mostConnections.merge(path, now, Math::max);
        var _ = clock.schedule(openTime, () -> {
            Outcome failure = openFailure.apply(request);
            if (failure == null) {
                SimulatedConnection connection = new SimulatedConnection(request, listener, path);
                listener.opened(connection);
                connection.sayReady();
            } else {
                connections.merge(path, -1, Integer::sum);
                open.remove(request.id());
                listener.failed(request, failure, failureScope);
            }
        });
    }

    private final class SimulatedConnection implements OutboundConnection {
        private final ConnectionRequest request;
        private final ConnectionListener listener;
        private final String path;
        private boolean ready;
        private boolean closed;
        private int transactions;

        SimulatedConnection(ConnectionRequest request, ConnectionListener listener, String path) {
            this.request = request;
            this.listener = listener;
            this.path = path;
        }

        void sayReady() {
            ready = true;
            listener.ready(this);
        }

        @Override
        public ConnectionRequest request() {
            return request;
        }

        @Override
        public String remoteMta() {
            return "mx.test[192.0.2.1]";
        }

        @Override
        public void deliver(Delivery delivery) {
            if (!ready) {
                throw new AssertionError("a transaction on a connection that is not ready");
            }
            ready = false;
            transactions++;
            if (transactions > request.maxMessages()) {
                throw new AssertionError("more transactions than the request allows");
            }
            transactionsOpen++;
            transactionSizes.add(delivery.recipients().size());
            for (Recipient recipient : delivery.recipients()) {
                String address = recipient.forwardPath().toString();
                sent.add(new Sent(clock.nanoTime(), request.site(), request.source().name(), address,
                        address.substring(0, address.indexOf('@')), request.id()));
                senders.computeIfAbsent(request.id(), _ -> new HashSet<>()).add(address);
            }
            var _ = clock.schedule(transactionTime, () -> finish(delivery));
        }

        private void finish(Delivery delivery) {
            transactionsOpen--;
            if (breaks.apply(delivery)) {
                Outcome lost = new Outcome.Deferred(new DeliveryStatus(new EnhancedStatus(4, 4, 2), "lost", null,
                        remoteMta(), Stage.DATA), BounceClass.NETWORK);
                listener.delivered(this, delivery.id(), delivery.recipients().stream().map(_ -> lost).toList(),
                        FailureScope.SESSION);
                close();
                return;
            }
            List<Outcome> outcomes = delivery.recipients().stream()
                    .map(recipient -> outcome.apply(request, recipient)).toList();
            listener.delivered(this, delivery.id(), outcomes, FailureScope.RECIPIENT);
            if (transactions == request.maxMessages()) {
                close();
            } else {
                sayReady();
            }
        }

        @Override
        public void quit() {
            var _ = clock.schedule(Duration.ofMillis(1), this::close);
        }

        private void close() {
            if (!closed) {
                closed = true;
                open.remove(request.id());
                connections.merge(path, -1, Integer::sum);
                listener.closed(this);
            }
        }
    }
}
