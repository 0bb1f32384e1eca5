package com.penguinmails.mta.resolve;

/** What came of looking up where a domain's mail goes. */
public sealed interface Resolution {
    /**
     * It is known.
     *
     * @param expiresMillis until when it holds, in milliseconds since 1970; {@link Long#MAX_VALUE} for a route of our own
     */
    record Routed(DeliveryPlan plan, long expiresMillis) implements Resolution {}

    /** The domain says that it accepts no mail (RFC 7505). */
    record NullMx() implements Resolution {}

    /** The domain exists, with neither a mail exchanger nor an address (RFC 5321 §5.1). */
    record NoHost() implements Resolution {}

    /** The domain does not exist. */
    record NoSuchDomain() implements Resolution {}

    /**
     * It could not be found out now.
     *
     * @param reason in words for the sender
     */
    record TemporaryFailure(String reason) implements Resolution {}
}
