package com.penguinmails.mta.outcome;

import java.time.Duration;

/** What went wrong without a receiver's reply that says so. What it means is decided by {@link OutcomePolicy} alone. */
public sealed interface Failure {

    /** The domain does not exist in DNS. */
    record NoSuchDomain(String domain) implements Failure {}

    /** The domain says that it takes no mail (RFC 7505). */
    record NullMx(String domain) implements Failure {}

    /** A host, or a domain without MX, has no address. */
    record NoAddress(String host) implements Failure {}

    /** DNS gave no usable answer. */
    record LookupFailed(String reason) implements Failure {}

    /** The host has addresses, but none of a family that the egress source has. */
    record NoUsableAddress(String host) implements Failure {}

    /** The address refused, did not answer or cannot be reached. */
    record NotConnected(String reason) implements Failure {}

    /** The egress source's own address cannot be used on this machine. */
    record SourceUnusable(String reason) implements Failure {}

    /** A limit of this node, not of the receiver. */
    record OwnLimit(String reason) implements Failure {}

    /** The receiver has greeted but did not answer, or did not take the content, within the limit. */
    record TimedOut(Duration limit) implements Failure {}

    /** The connection ended in mid-session. */
    record ConnectionLost(String reason) implements Failure {}

    /** TLS is needed and could not be agreed. */
    record TlsFailed(String reason) implements Failure {}

    /** The receiver breaks the protocol, so that nothing it says can be trusted. */
    record ProtocolError(String what) implements Failure {}

    /** The message needs what the receiver lacks. */
    record Unsupported(Need need, String detail) implements Failure {}

    /** What a message may need of its receiver. */
    enum Need {
        /** 8BITMIME (RFC 6152). */
        EIGHT_BIT_MIME,
        /** SMTPUTF8 (RFC 6531). */
        SMTP_UTF8,
        /** A SIZE limit above the message's size (RFC 1870). */
        SIZE,
        /** REQUIRETLS over verified TLS (RFC 8689). */
        REQUIRE_TLS
    }
}
