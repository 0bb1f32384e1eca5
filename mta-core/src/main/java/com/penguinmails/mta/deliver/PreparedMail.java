package com.penguinmails.mta.deliver;

import com.penguinmails.mta.message.Envelope;
import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.MessageId;
import com.penguinmails.mta.message.Recipient;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A mail as it was read, rendered and signed for an attempt, or why it could not be. */
public sealed interface PreparedMail {

    /** What the events and the books need to know; null only where the acceptance itself could not be read. */
    @Nullable
    MailIdentity identity();

    /** Ready to be sent. */
    record Ready(MailIdentity identity, Envelope envelope, Payload payload) implements PreparedMail {}

    /** The template cannot be rendered for this recipient, or what came of it cannot be signed; final. */
    record Unrenderable(MailIdentity identity, String reason) implements PreparedMail {}

    /** It could not be read or signed now; to be tried again. */
    record Unavailable(@Nullable MailIdentity identity, String reason) implements PreparedMail {}

    /**
     * Who is written to and to whose account.
     *
     * @param recipients those asked for, in the order of the request
     */
    record MailIdentity(MessageId id, @Nullable JobId job, Labels labels, List<Recipient> recipients) {

        public MailIdentity {
            recipients = List.copyOf(recipients);
        }
    }
}
