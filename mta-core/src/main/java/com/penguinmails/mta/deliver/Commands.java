package com.penguinmails.mta.deliver;

import com.penguinmails.mta.message.DsnReturn;
import com.penguinmails.mta.message.Envelope;
import com.penguinmails.mta.message.Notify;
import com.penguinmails.mta.message.Recipient;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The text of MAIL and RCPT (RFC 5321 §4.1.1.2 and .3) for a receiver with given capabilities. A parameter that the receiver does
 * not offer is left out, and so is a DSN parameter that is not xtext (RFC 3461 §4), which would break the line.
 */
final class Commands {
    private static final int MAX_XTEXT = 500;

    private final Capabilities capabilities;

    Commands(Capabilities capabilities) {
        this.capabilities = capabilities;
    }

    String mail(Envelope envelope, Payload payload) {
        var line = new StringBuilder(128).append("MAIL FROM:<").append(envelope.reversePath()).append('>');
        if (capabilities.size().offered()) {
            line.append(" SIZE=").append(payload.size());
        }
        if (payload.eightBit() && capabilities.eightBitMime()) {
            line.append(" BODY=8BITMIME");
        }
        if (envelope.smtpUtf8() && capabilities.smtpUtf8() || needsUtf8(envelope, payload)) {
            line.append(" SMTPUTF8");
        }
        if (envelope.requireTls()) {
            line.append(" REQUIRETLS");
        }
        if (capabilities.dsn()) {
            addDsn(line, envelope);
        }
        return line.toString();
    }

    /** Whether the message as such needs SMTPUTF8, whoever its recipients are. */
    static boolean needsUtf8(Envelope envelope, Payload payload) {
        var sender = envelope.reversePath().mailbox();
        return payload.utf8Header() || sender != null && sender.needsSmtpUtf8();
    }

    private static void addDsn(StringBuilder line, Envelope envelope) {
        if (envelope.dsnReturn() != DsnReturn.UNSPECIFIED) {
            line.append(" RET=").append(envelope.dsnReturn());
        }
        if (isXtext(envelope.envelopeId())) {
            line.append(" ENVID=").append(envelope.envelopeId());
        }
    }

    String rcpt(Recipient recipient) {
        String path = "RCPT TO:<" + recipient.forwardPath() + ">";
        if (!capabilities.dsn()) {
            return path;
        }
        var line = new StringBuilder(path);
        if (!recipient.notifyOn().isEmpty()) {
            var words = new StringJoiner(",");
            for (Notify word : Notify.values()) {
                if (recipient.notifyOn().contains(word)) {
                    words.add(word.name());
                }
            }
            line.append(" NOTIFY=").append(words);
        }
        if (isXtext(recipient.originalRecipient())) {
            line.append(" ORCPT=").append(recipient.originalRecipient());
        }
        return line.toString();
    }

    /** Printable, without spaces and {@code =}. */
    private static boolean isXtext(@Nullable String value) {
        return value != null && !value.isEmpty() && value.length() <= MAX_XTEXT
                && value.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '=');
    }
}
