package com.penguinmails.mta.outcome;

/**
 * Why a receiver refused, in the classes by which operators act. Only {@code BAD_MAILBOX}, {@code BAD_DOMAIN} and
 * {@code INACTIVE_MAILBOX} speak about the recipient; every other class speaks about us, the message or the path.
 */
public enum BounceClass {
    BAD_MAILBOX,
    BAD_DOMAIN,
    INACTIVE_MAILBOX,
    MAILBOX_FULL,
    MESSAGE_TOO_LARGE,
    CONTENT_REFUSED,
    POLICY,
    AUTHENTICATION,
    REPUTATION,
    RATE_LIMITED,
    PROTOCOL,
    NETWORK,
    RENDERING,
    UNSUPPORTED,
    OTHER
}
