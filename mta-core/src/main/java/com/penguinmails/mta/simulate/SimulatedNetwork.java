package com.penguinmails.mta.simulate;

import com.penguinmails.mta.connect.ConnectionListener;
import com.penguinmails.mta.connect.ConnectionRequest;
import com.penguinmails.mta.connect.Connector;
import com.penguinmails.mta.connect.OutboundConnection;
import com.penguinmails.mta.deliver.Delivery;
import com.penguinmails.mta.outcome.FailureScope;
import com.penguinmails.mta.outcome.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Connections to receivers that are models; holds to the contract of connections. For one thread. */
final class SimulatedNetwork implements Connector {
    private record Peer(String source, String site) {}

    private final SimulationClock clock;
    private final EventQueue events;
    private final RandomGenerator random;
    private final Map<String, ReceiverModel> models;
    private final Map<Peer, Receiver> receivers = new HashMap<>();

    /** @param models how the receiver of each site behaves */
    SimulatedNetwork(SimulationClock clock, EventQueue events, RandomGenerator random,
            Map<String, ReceiverModel> models) {
        this.clock = clock;
        this.events = events;
        this.random = random;
        this.models = models;
    }

    @Override
    public void open(ConnectionRequest request, ConnectionListener listener) {
        Receiver receiver = receivers.computeIfAbsent(new Peer(request.source().name(), request.site()),
                _ -> new Receiver(request.hosts().getFirst().name(),
                        Objects.requireNonNull(models.get(request.site()), "every site of the audience has a model"),
                        clock, random));
        var connection = new SimulatedConnection(receiver, request, listener);
        events.schedule(clock.nanoTime() + receiver.connectNanos, connection);
    }

    /** One connection; it waits for one thing at a time, so it is its own event. */
    private final class SimulatedConnection implements OutboundConnection, EventQueue.Event {
        private enum State {
            OPENING,
            READY,
            SENDING,
            QUITTING,
            CLOSED
        }

        private final Receiver receiver;
        private final ConnectionRequest request;
        private final ConnectionListener listener;
        private State state = State.OPENING;
        private @Nullable Delivery delivery;
        private int taken;

        SimulatedConnection(Receiver receiver, ConnectionRequest request, ConnectionListener listener) {
            this.receiver = receiver;
            this.request = request;
            this.listener = listener;
        }

        @Override
        public ConnectionRequest request() {
            return request;
        }

        @Override
        public String remoteMta() {
            return receiver.remoteMta;
        }

        @Override
        public void deliver(Delivery given) {
            if (state != State.READY) {
                throw new IllegalStateException("a transaction on a connection that is not ready");
            }
            state = State.SENDING;
            delivery = given;
            events.schedule(clock.nanoTime() + receiver.replyNanos, this);
        }

        @Override
        public void quit() {
            if (state == State.READY) {
                state = State.QUITTING;
                events.schedule(clock.nanoTime() + receiver.connectNanos / 2, this);
            }
        }

        @Override
        public void occur() {
            switch (state) {
                case OPENING -> open();
                case SENDING -> finish();
                case QUITTING -> close();
                case READY, CLOSED -> throw new IllegalStateException("nothing was to happen");
            }
        }

        private void open() {
            if (!receiver.greets()) {
                state = State.CLOSED;
                listener.failed(request, receiver.replies.tooManyConnections.outcome(),
                        receiver.replies.tooManyConnections.scope());
                return;
            }
            listener.opened(this);
            beReady();
        }

        private void finish() {
            Delivery done = delivery;
            if (done == null) {
                throw new IllegalStateException("a transaction is open");
            }
            delivery = null;
            taken++;
            if (receiver.blocks()) {
                List<Outcome> outcomes = done.recipients().stream().map(_ -> receiver.replies.blocked.outcome())
                        .toList();
                listener.delivered(this, done.id(), outcomes, receiver.replies.blocked.scope());
                close();
                return;
            }
            listener.delivered(this, done.id(), outcomes(done.recipients().size()), FailureScope.RECIPIENT);
            if (taken >= request.maxMessages()) {
                close();
            } else {
                beReady();
            }
        }

        private List<Outcome> outcomes(int recipients) {
            if (recipients == 1) {
                return receiver.outcome();
            }
            List<Outcome> outcomes = new ArrayList<>(recipients);
            for (int i = 0; i < recipients; i++) {
                outcomes.addAll(receiver.outcome());
            }
            return outcomes;
        }

        private void beReady() {
            state = State.READY;
            listener.ready(this);
        }

        private void close() {
            state = State.CLOSED;
            receiver.disconnected();
            listener.closed(this);
        }
    }
}
