package com.penguinmails.mta.compose;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all mail of a job is made from. {@code toName}, {@code subject}, {@code text}, {@code html}, the values of {@code headers}
 * and {@code listUnsubscribe} are templates over the variables of a row; {@code from} and {@code replyTo} stand as they are.
 *
 * @param from who sends; its domain signs
 * @param toName the recipient's name in {@code To}; empty for the bare address
 * @param text the plain text, or null; at least one of text and HTML is given
 * @param html the HTML, or null
 * @param strict whether a variable that a row does not have makes that row fail instead of being empty
 */
public record JobTemplate(MailAddress from, List<MailAddress> replyTo, String toName, String subject,
        @Nullable String text, @Nullable String html, List<HeaderField> headers, List<String> listUnsubscribe,
        boolean strict) {

    public JobTemplate {
        replyTo = List.copyOf(replyTo);
        headers = List.copyOf(headers);
        listUnsubscribe = List.copyOf(listUnsubscribe);
    }
}
