package com.penguinmails.mta.accept.http;

import com.penguinmails.mta.compose.MailAddress;
import com.penguinmails.mta.compose.MailDraft;
import com.penguinmails.mta.message.Recipient;
import java.util.List;

/** A message as a client asked for it, its fields checked. */
sealed interface MessageRequest {

    Terms terms();

    /** Everyone it goes to, hidden ones included, nobody twice. */
    List<Recipient> recipients();

    /** By its parts. */
    record Structured(MailDraft draft, List<Recipient> recipients, Terms terms) implements MessageRequest {}

    /**
     * As complete bytes.
     *
     * @param from the reverse-path unless the terms name another
     */
    record Raw(Octets content, MailAddress from, List<Recipient> recipients, Terms terms) implements MessageRequest {}

    /** Octets, compared by identity. */
    final class Octets {
        private final byte[] octets;

        Octets(byte[] octets) {
            this.octets = octets;
        }

        byte[] array() {
            return octets;
        }
    }
}
