package com.penguinmails.mta.schedule;

import com.penguinmails.mta.connect.ConnectionListener;
import com.penguinmails.mta.connect.ConnectionRequest;
import com.penguinmails.mta.connect.Connector;
import com.penguinmails.mta.connect.OutboundConnection;
import com.penguinmails.mta.deliver.Delivery;
import com.penguinmails.mta.message.EnhancedStatus;
import com.penguinmails.mta.outcome.DeliveryStatus;
import com.penguinmails.mta.outcome.FailureScope;
import com.penguinmails.mta.outcome.Outcome;
import com.penguinmails.mta.outcome.Stage;
import java.util.ArrayList;
import java.util.List;

/** Connections whose receiver takes everything at once, or that never open. For one thread. */
final class BenchedNetwork implements Connector {
    private static final List<Outcome> DELIVERED = List.of(new Outcome.Delivered(
            new DeliveryStatus(new EnhancedStatus(2, 0, 0), "taken", null, "mx.bench.test[192.0.2.1]",
                    Stage.END_OF_DATA)));

    private final boolean opens;
    /** Those that were asked for, in that order. */
    private final List<Session> sessions = new ArrayList<>();

    BenchedNetwork(boolean opens) {
        this.opens = opens;
    }

    /** The sessions of the connections that were asked for: one to each site where none opens. */
    List<Session> sessions() {
        return sessions;
    }

    @Override
    public void open(ConnectionRequest request, ConnectionListener listener) {
        if (opens) {
            var connection = new Connection(request, listener);
            listener.opened(connection);
            listener.ready(connection);
        } else if (listener instanceof SessionProxy proxy) {
            sessions.add(proxy.session());
        }
    }

    private record Connection(ConnectionRequest request, ConnectionListener listener) implements OutboundConnection {
        @Override
        public String remoteMta() {
            return "mx.bench.test[192.0.2.1]";
        }

        @Override
        public void deliver(Delivery delivery) {
            listener.delivered(this, delivery.id(), DELIVERED, FailureScope.RECIPIENT);
            listener.ready(this);
        }

        @Override
        public void quit() {
            listener.closed(this);
        }
    }
}
