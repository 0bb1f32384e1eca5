package com.penguinmails.mta.schedule;

import com.penguinmails.mta.connect.ConnectionListener;
import com.penguinmails.mta.connect.ConnectionRequest;
import com.penguinmails.mta.connect.OutboundConnection;
import com.penguinmails.mta.outcome.FailureScope;
import com.penguinmails.mta.outcome.Outcome;
import java.util.List;

/** Hands what one connection reports over to the thread that owns the queue, in order. Thread-safe. */
final class SessionProxy implements ConnectionListener {
    private final Session session;
    private final SessionEvents events;

    SessionProxy(Session session, SessionEvents events) {
        this.session = session;
        this.events = events;
    }

    Session session() {
        return session;
    }

    @Override
    public void opened(OutboundConnection connection) {
        events.handOver(() -> events.opened(session, connection));
    }

    @Override
    public void failed(ConnectionRequest request, Outcome outcome, FailureScope scope) {
        events.handOver(() -> events.failed(session, outcome, scope));
    }

    @Override
    public void ready(OutboundConnection connection) {
        events.handOver(() -> events.ready(session));
    }

    @Override
    public void delivered(OutboundConnection connection, long deliveryId, List<Outcome> outcomes, FailureScope scope) {
        List<Outcome> copy = List.copyOf(outcomes);
        events.handOver(() -> events.delivered(session, deliveryId, copy, scope));
    }

    @Override
    public void closed(OutboundConnection connection) {
        events.handOver(() -> events.closed(session));
    }
}
