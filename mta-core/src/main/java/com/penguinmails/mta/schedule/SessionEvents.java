package com.penguinmails.mta.schedule;

import com.penguinmails.mta.connect.OutboundConnection;
import com.penguinmails.mta.outcome.FailureScope;
import com.penguinmails.mta.outcome.Outcome;
import java.util.List;

/** What connections report, on the thread that owns the queue. */
interface SessionEvents {
    /** Hands an event over to the thread that owns the queue; may be called by any. */
    void handOver(Runnable event);

    void opened(Session session, OutboundConnection connection);

    void failed(Session session, Outcome outcome, FailureScope scope);

    void ready(Session session);

    void delivered(Session session, long deliveryId, List<Outcome> outcomes, FailureScope scope);

    void closed(Session session);
}
