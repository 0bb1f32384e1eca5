package com.penguinmails.mta.compose;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message by its parts, before it has bytes.
 *
 * @param from who sends; its domain signs
 * @param to shown to all; may be empty when all recipients are hidden
 * @param cc shown to all
 * @param replyTo where answers go; empty: to {@code from}
 * @param subject unencoded; may be empty
 * @param text the plain text, or null; at least one of text and HTML is given
 * @param html the HTML, or null
 * @param headers further fields, in this order
 * @param listUnsubscribe {@code https:} and {@code mailto:} URLs (RFC 2369); with an {@code https:} one, one-click unsubscription
 *     is offered (RFC 8058)
 */
public record MailDraft(MailAddress from, List<MailAddress> to, List<MailAddress> cc, List<MailAddress> replyTo,
        String subject, @Nullable String text, @Nullable String html, List<HeaderField> headers,
        List<String> listUnsubscribe, List<Attachment> attachments) {

    public MailDraft {
        to = List.copyOf(to);
        cc = List.copyOf(cc);
        replyTo = List.copyOf(replyTo);
        headers = List.copyOf(headers);
        listUnsubscribe = List.copyOf(listUnsubscribe);
        attachments = List.copyOf(attachments);
    }
}
