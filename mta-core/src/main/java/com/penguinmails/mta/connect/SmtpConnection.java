package com.penguinmails.mta.connect;

import com.penguinmails.mta.deliver.Delivery;
import com.penguinmails.mta.deliver.RemotePeer;
import com.penguinmails.mta.deliver.SessionListener;
import com.penguinmails.mta.deliver.SmtpSession;
import com.penguinmails.mta.outcome.FailureScope;
import com.penguinmails.mta.outcome.Outcome;
import com.penguinmails.mta.outcome.Verdict;
import java.util.List;

/** What the asker of a connection sees of a session. */
final class SmtpConnection implements OutboundConnection, SessionListener {
    private final ConnectionAttempt attempt;
    private final RemotePeer peer;
    private final SmtpSession session;

    SmtpConnection(ConnectionAttempt attempt, RemotePeer peer, SessionMaker maker) {
        this.attempt = attempt;
        this.peer = peer;
        this.session = maker.make(this);
    }

    /** Makes the session that tells this connection. */
    interface SessionMaker {
        SmtpSession make(SessionListener listener);
    }

    SmtpSession session() {
        return session;
    }

    @Override
    public ConnectionRequest request() {
        return attempt.request();
    }

    @Override
    public String remoteMta() {
        return peer.remoteMta();
    }

    @Override
    public void deliver(Delivery delivery) {
        session.deliver(delivery);
    }

    @Override
    public void quit() {
        session.quit();
    }

    @Override
    public void opened() {
        attempt.listener().opened(this);
    }

    @Override
    public void openFailed(Verdict verdict) {
        attempt.sessionFailed(peer, verdict);
    }

    @Override
    public void ready() {
        attempt.listener().ready(this);
    }

    @Override
    public void delivered(long deliveryId, List<Outcome> outcomes, FailureScope scope) {
        attempt.listener().delivered(this, deliveryId, outcomes, scope);
    }

    @Override
    public void chunkingRefused() {
        attempt.chunkingRefused(peer);
    }

    @Override
    public void pipeliningBroken() {
        attempt.pipeliningBroken(peer);
    }

    @Override
    public void closed() {
        attempt.ended();
        attempt.listener().closed(this);
    }
}
