package com.penguinmails.control.preflight;

import static com.penguinmails.control.preflight.Rule.DATE;
import static com.penguinmails.control.preflight.Rule.FROM_PRESENT_ONCE;
import static com.penguinmails.control.preflight.Rule.MESSAGE_ID;

import com.penguinmails.mta.message.Mailbox;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The rules on single fields of the header. Immutable. */
final class HeaderRules {
    private static final Pattern ID = Pattern.compile("<[^\\s<>@]+@[^\\s<>]+>");
    private static final Pattern COMMENT = Pattern.compile("\\([^()]*\\)");
    private static final Duration AHEAD = Duration.ofHours(24);
    private static final Duration BEHIND = Duration.ofDays(7);

    private final MailUnderReview mail;
    private final Instant now;

    HeaderRules(MailUnderReview mail, Instant now) {
        this.mail = mail;
        this.now = now;
    }

    RuleFinding from() {
        List<Mailbox> authors = mail.authors();
        if (authors.isEmpty()) {
            return RuleFinding.block(FROM_PRESENT_ONCE, mail.authorProblem(),
                    "write one field From with one address in a domain of yours");
        }
        String found = authors.stream().map(Mailbox::toString).collect(Collectors.joining(", "));
        if (authors.size() == 1) {
            return RuleFinding.pass(FROM_PRESENT_ONCE, found);
        }
        return RuleFinding.fault(FROM_PRESENT_ONCE, mail.authorDomain() == null,
                "From has " + authors.size() + " addresses: " + found, "write one address into From");
    }

    RuleFinding messageId() {
        List<String> ids = mail.values("Message-ID");
        if (ids.size() != 1) {
            return RuleFinding.block(MESSAGE_ID, "there are " + ids.size() + " fields Message-ID",
                    "write one, such as <unique@your.domain>");
        }
        return ID.matcher(ids.getFirst()).matches()
                ? RuleFinding.pass(MESSAGE_ID, ids.getFirst())
                : RuleFinding.block(MESSAGE_ID, "it is no message id: " + ids.getFirst(),
                        "write it as <unique@your.domain>");
    }

    RuleFinding date() {
        List<String> dates = mail.values("Date");
        if (dates.size() != 1) {
            return RuleFinding.block(DATE, "there are " + dates.size() + " fields Date",
                    "write one with the time of sending");
        }
        String text = dates.getFirst();
        Instant date;
        try {
            date = OffsetDateTime.parse(COMMENT.matcher(text).replaceAll("").strip(),
                    DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        } catch (DateTimeException e) {
            return RuleFinding.block(DATE, "it is no date of mail: " + text,
                    "write it as Mon, 23 Nov 2026 06:00:00 +0000");
        }
        if (date.isAfter(now.plus(AHEAD))) {
            return RuleFinding.warn(DATE, text + " has yet to come", "write the time of sending");
        }
        return date.isBefore(now.minus(BEHIND))
                ? RuleFinding.warn(DATE, text + " is more than " + BEHIND.toDays() + " days ago",
                        "write the time of sending")
                : RuleFinding.pass(DATE, text);
    }
}
