package com.penguinmails.mta.deliver;

import com.penguinmails.mta.message.Recipient;
import com.penguinmails.mta.outcome.Failure;
import com.penguinmails.mta.outcome.Failure.Need;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether a receiver can take a message at all, before a word of it is said. What it lacks bounces here: sending regardless
 * would break the content (RFC 6152 §3, RFC 6531 §3.2) or be refused after all of it was sent (RFC 1870 §5).
 */
final class Preflight {
    private final Capabilities capabilities;
    private final boolean verifiedTls;

    /** @param verifiedTls whether the session is encrypted and the receiver's certificate is that of its host name */
    Preflight(Capabilities capabilities, boolean verifiedTls) {
        this.capabilities = capabilities;
        this.verifiedTls = verifiedTls;
    }

    /** What keeps the whole message from this receiver, or null. */
    Failure.@Nullable Unsupported check(Delivery delivery) {
        var payload = delivery.payload();
        if (!capabilities.size().admits(payload.size())) {
            return lacks(Need.SIZE, "the message has " + payload.size() + " octets, the receiver takes "
                    + capabilities.size().limit());
        }
        if (payload.eightBit() && !capabilities.eightBitMime()) {
            return lacks(Need.EIGHT_BIT_MIME,
                    "the message has eight-bit content, the receiver does not offer 8BITMIME");
        }
        if (Commands.needsUtf8(delivery.envelope(), payload) && !capabilities.smtpUtf8()) {
            return lacks(Need.SMTP_UTF8,
                    "the message has an international sender or header, the receiver does not offer SMTPUTF8");
        }
        if (delivery.envelope().requireTls() && !(verifiedTls && capabilities.requireTls())) {
            return lacks(Need.REQUIRE_TLS,
                    "REQUIRETLS support required: the receiver does not offer it, or the session is not"
                            + " encrypted with a certificate of its host name");
        }
        return null;
    }

    /** What keeps the message from one recipient, or null. */
    Failure.@Nullable Unsupported check(Recipient recipient) {
        boolean international = recipient.forwardPath().mailbox().needsSmtpUtf8();
        return international && !capabilities.smtpUtf8()
                ? lacks(Need.SMTP_UTF8, "the address is international, the receiver does not offer SMTPUTF8")
                : null;
    }

    private static Failure.Unsupported lacks(Need need, String detail) {
        return new Failure.Unsupported(need, detail);
    }
}
