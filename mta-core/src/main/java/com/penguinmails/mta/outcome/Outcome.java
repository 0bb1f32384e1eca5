package com.penguinmails.mta.outcome;

/** What one attempt means for one recipient. All but {@link Deferred} are final. */
public sealed interface Outcome {

    DeliveryStatus status();

    /** The receiver took responsibility (RFC 5321 §6.1). */
    record Delivered(DeliveryStatus status) implements Outcome {}

    /** Not now; to be tried again. */
    record Deferred(DeliveryStatus status, BounceClass bounceClass) implements Outcome {}

    /** Never; the receiver or the network has refused for good. */
    record Bounced(DeliveryStatus status, BounceClass bounceClass) implements Outcome {}

    /** Its time was over before it could be delivered; the status is the last attempt's, or our own if there was none. */
    record Expired(DeliveryStatus status) implements Outcome {}

    /** Withdrawn by its sender or by an operator before it was sent. */
    record Cancelled(DeliveryStatus status) implements Outcome {}

    /** Its template could not be rendered; counted with the bounced. */
    record RenderingFailed(DeliveryStatus status) implements Outcome {}

    default boolean isFinal() {
        return !(this instanceof Deferred);
    }
}
