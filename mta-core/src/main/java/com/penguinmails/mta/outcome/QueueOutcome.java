package com.penguinmails.mta.outcome;

import com.penguinmails.mta.message.EnhancedStatus;

/** Outcomes that the queue itself decides: no receiver is asked (RFC 3463 §3.5). */
public final class QueueOutcome {
    private QueueOutcome() {}

    /**
     * The time for delivery is over: 4.4.7, told as 5.4.7 since it is final.
     *
     * @param lastFailure the words of the last failure on its way, empty for none
     */
    public static Outcome expired(String lastFailure) {
        String words = lastFailure.isEmpty()
                ? "delivery time expired"
                : "delivery time expired; last failure: " + lastFailure;
        return new Outcome.Expired(OwnStatus.of(new EnhancedStatus(4, 4, 7), words, Stage.QUEUE));
    }

    /** Withdrawn by its sender or an operator: 5.7.0, told to nobody but the reader of events. */
    public static Outcome cancelled() {
        return new Outcome.Cancelled(OwnStatus.of(new EnhancedStatus(5, 7, 0), "cancelled before it was sent",
                Stage.QUEUE));
    }

    /**
     * An operator gave it up: 5.7.1, delivery not authorised (RFC 3463 §3.8). It says nothing of the recipient's mailbox.
     *
     * @param reason the operator's words
     */
    public static Outcome bouncedByOperator(String reason) {
        return new Outcome.Bounced(
                OwnStatus.of(new EnhancedStatus(5, 7, 1), "bounced by an operator: " + reason, Stage.QUEUE),
                BounceClass.POLICY);
    }

    /** The template cannot be rendered for this recipient: 5.6.5, conversion with loss or failure. */
    public static Outcome renderingFailed(String reason) {
        return new Outcome.RenderingFailed(OwnStatus.of(new EnhancedStatus(5, 6, 5), reason, Stage.RENDER));
    }

    /** A connection ended without saying what became of its transaction: 4.4.2. */
    public static Outcome connectionLost() {
        return new Outcome.Deferred(OwnStatus.of(new EnhancedStatus(4, 4, 2), "connection lost", Stage.CONNECT),
                BounceClass.NETWORK);
    }
}
