package com.penguinmails.system.simulation;

import com.penguinmails.mta.connect.ConnectionListener;
import com.penguinmails.mta.connect.ConnectionRequest;
import com.penguinmails.mta.connect.Connector;
import com.penguinmails.mta.connect.OutboundConnection;
import com.penguinmails.mta.deliver.Delivery;
import com.penguinmails.mta.outcome.FailureScope;
import com.penguinmails.mta.outcome.Outcome;
import java.util.List;

/** Stands between the queue and its connections, and tells the laws of each that opens and of each transaction. For one thread. */
final class WatchedConnector implements Connector {
    private final Connector connector;
    private final Laws laws;
    private int open;
    private int opening;
    private int transactions;

    WatchedConnector(Connector connector, Laws laws) {
        this.connector = connector;
        this.laws = laws;
    }

    @Override
    public void open(ConnectionRequest request, ConnectionListener listener) {
        Link link = laws.attempts().opens(request.source().name(), request.site());
        open++;
        opening++;
        connector.open(request, new Listener(link, listener));
    }

    /** Whether no connection is being opened and no transaction is open. */
    boolean isStill() {
        return opening == 0 && transactions == 0;
    }

    int connections() {
        return open;
    }

    private void gone(Link link) {
        open--;
        laws.attempts().closed(link);
    }

    private final class Listener implements ConnectionListener {
        private final Link link;
        private final ConnectionListener listener;

        Listener(Link link, ConnectionListener listener) {
            this.link = link;
            this.listener = listener;
        }

        @Override
        public void opened(OutboundConnection connection) {
            opening--;
            listener.opened(new Watched(link, connection));
        }

        @Override
        public void failed(ConnectionRequest request, Outcome outcome, FailureScope scope) {
            opening--;
            open--;
            laws.attempts().failed(link);
            listener.failed(request, outcome, scope);
        }

        @Override
        public void ready(OutboundConnection connection) {
            listener.ready(connection);
        }

        @Override
        public void delivered(OutboundConnection connection, long deliveryId, List<Outcome> outcomes,
                FailureScope scope) {
            transactions--;
            laws.attempts().ended(deliveryId, outcomes);
            listener.delivered(connection, deliveryId, outcomes, scope);
        }

        @Override
        public void closed(OutboundConnection connection) {
            gone(link);
            listener.closed(connection);
        }
    }

    private final class Watched implements OutboundConnection {
        private final Link link;
        private final OutboundConnection connection;
        private int deliveries;

        Watched(Link link, OutboundConnection connection) {
            this.link = link;
            this.connection = connection;
        }

        @Override
        public ConnectionRequest request() {
            return connection.request();
        }

        @Override
        public String remoteMta() {
            return connection.remoteMta();
        }

        @Override
        public void deliver(Delivery delivery) {
            transactions++;
            deliveries++;
            laws.require(deliveries <= request().maxMessages(), "messages of a connection");
            laws.attempts().begins(link, delivery);
            connection.deliver(delivery);
        }

        @Override
        public void quit() {
            connection.quit();
        }
    }
}
