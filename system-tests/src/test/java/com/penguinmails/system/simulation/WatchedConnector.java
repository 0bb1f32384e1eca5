package com.penguinmails.system.simulation;

import com.penguinmails.mta.connect.ConnectionListener;
import com.penguinmails.mta.connect.ConnectionRequest;
import com.penguinmails.mta.connect.Connector;
import com.penguinmails.mta.connect.OutboundConnection;
import com.penguinmails.mta.deliver.Delivery;
import com.penguinmails.mta.outcome.FailureScope;
import com.penguinmails.mta.outcome.Outcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Stands between the queue and its connections, and tells the laws of each that opens and of each transaction. For one thread. */
final class WatchedConnector implements Connector {
    private final Connector connector;
    private final Laws laws;
    private final Map<String, Integer> open = new HashMap<>();
    private int opening;
    private int transactions;

    WatchedConnector(Connector connector, Laws laws) {
        this.connector = connector;
        this.laws = laws;
    }

    @Override
    public void open(ConnectionRequest request, ConnectionListener listener) {
        String path = path(request);
        laws.opens(path, open.getOrDefault(path, 0));
        int _ = open.merge(path, 1, Integer::sum);
        opening++;
        connector.open(request, new Listener(listener));
    }

    /** Whether no connection is being opened and no transaction is open. */
    boolean isStill() {
        return opening == 0 && transactions == 0;
    }

    int connections() {
        return open.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static String path(ConnectionRequest request) {
        return request.source().name() + "→" + request.site();
    }

    private final class Listener implements ConnectionListener {
        private final ConnectionListener listener;

        Listener(ConnectionListener listener) {
            this.listener = listener;
        }

        @Override
        public void opened(OutboundConnection connection) {
            opening--;
            listener.opened(new Watched(connection));
        }

        @Override
        public void failed(ConnectionRequest request, Outcome outcome, FailureScope scope) {
            opening--;
            int _ = open.merge(path(request), -1, Integer::sum);
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
            laws.ended(deliveryId, outcomes);
            listener.delivered(connection, deliveryId, outcomes, scope);
        }

        @Override
        public void closed(OutboundConnection connection) {
            int _ = open.merge(path(connection.request()), -1, Integer::sum);
            listener.closed(connection);
        }
    }

    private final class Watched implements OutboundConnection {
        private final OutboundConnection connection;
        private int deliveries;

        Watched(OutboundConnection connection) {
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
            laws.begins(request().source().name(), request().site(), delivery);
            connection.deliver(delivery);
        }

        @Override
        public void quit() {
            connection.quit();
        }
    }
}
