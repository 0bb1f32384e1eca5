package com.penguinmails.mta.accept.smtp;

import com.penguinmails.mta.message.Envelope;
import com.penguinmails.mta.message.ForwardPath;
import com.penguinmails.mta.message.Mailbox;
import com.penguinmails.mta.message.Recipient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A mail transaction (RFC 5321 §3.3): from MAIL to the end of the content. For one session. */
final class Transaction {
    private final Envelope envelope;
    private final Map<ForwardPath, Recipient> recipients = new LinkedHashMap<>();
    private final ContentBuffer content;
    private final ContentDecoder chunks;
    private boolean chunksBegun;

    Transaction(Envelope envelope, ContentBuffer content) {
        this.envelope = envelope;
        this.content = content;
        this.chunks = ContentDecoder.forChunks(content);
    }

    Envelope envelope() {
        return envelope;
    }

    /** A recipient that is named twice gets the message once, as it was asked for the first time. */
    void add(Recipient recipient) {
        recipients.putIfAbsent(recipient.forwardPath(), recipient);
    }

    List<Recipient> recipients() {
        return List.copyOf(recipients.values());
    }

    int recipientCount() {
        return recipients.size();
    }

    /** Whether an address can be said with SMTPUTF8 only; a domain can always be said in A-labels. */
    boolean hasInternationalAddress() {
        Mailbox reversePath = envelope.reversePath().mailbox();
        boolean international = reversePath != null && reversePath.needsSmtpUtf8();
        for (ForwardPath path : recipients.keySet()) {
            international |= path.mailbox().needsSmtpUtf8();
        }
        return international;
    }

    ContentBuffer content() {
        return content;
    }

    /** Begins the content by DATA. */
    ContentDecoder beginData() {
        return ContentDecoder.forData(content);
    }

    /** Begins the content by BDAT, or goes on with it: one decoder for all chunks, since a CRLF may lie across two. */
    ContentDecoder nextChunk() {
        chunksBegun = true;
        return chunks;
    }

    boolean chunksBegun() {
        return chunksBegun;
    }
}
