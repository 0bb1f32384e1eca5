package com.penguinmails.control.preflight;

import static com.penguinmails.control.preflight.Rule.LINE_LENGTH;
import static com.penguinmails.control.preflight.Rule.MIME_PARSABLE;
import static com.penguinmails.control.preflight.Rule.SIZE;
import static com.penguinmails.control.preflight.Rule.TEXT_PART;

import java.util.List;

/** The rules on the content as a whole. Immutable. */
final class ContentRules {
    /** The least that the three take, with room for nothing more. */
    private static final int MAX_OCTETS = 25 * 1024 * 1024;
    /** Gmail shows no more of the HTML, and so no footer either. */
    private static final int MAX_HTML = 102 * 1024;
    private static final int MAX_LINE = 998;

    private final MailUnderReview mail;

    ContentRules(MailUnderReview mail) {
        this.mail = mail;
    }

    List<RuleFinding> findings() {
        return List.of(size(), text(), lines(), mime());
    }

    private RuleFinding size() {
        int octets = mail.octets().length;
        long html = mail.shape().htmlOctets();
        if (octets > MAX_OCTETS) {
            return RuleFinding.block(SIZE, "it has " + octets + " octets; not all take more than " + MAX_OCTETS,
                    "put large files on a server and send links");
        }
        return html > MAX_HTML
                ? RuleFinding.warn(SIZE, "the HTML has " + html + " octets; Gmail cuts it off after " + MAX_HTML,
                        "shorten it, or what stands at its end is not seen")
                : RuleFinding.pass(SIZE, octets + " octets");
    }

    private RuleFinding text() {
        MimeShape shape = mail.shape();
        if (!shape.broken().isEmpty()) {
            return RuleFinding.skipped(TEXT_PART, "not looked at: the parts cannot be read", "");
        }
        if (!shape.hasHtml()) {
            return RuleFinding.pass(TEXT_PART, "there is no HTML that would need one");
        }
        if (shape.hasAlternativeText()) {
            return RuleFinding.pass(TEXT_PART, "the HTML has a text beside it");
        }
        return RuleFinding.warn(TEXT_PART, shape.hasAlternative()
                ? "the text beside the HTML is empty"
                : "the HTML has no text beside it",
                "send multipart/alternative: first text/plain that says the same, then text/html");
    }

    private RuleFinding lines() {
        byte[] octets = mail.octets();
        int start = 0;
        int line = 1;
        int longest = 0;
        for (int at = 0; at <= octets.length; at++) {
            if (at < octets.length && octets[at] != '\n') {
                continue;
            }
            int length = at - start - (at > start && octets[at - 1] == '\r' ? 1 : 0);
            if (length > MAX_LINE) {
                return RuleFinding.block(LINE_LENGTH, "line " + line + " has " + length + " octets, allowed are "
                        + MAX_LINE, "fold header fields; encode bodies as quoted-printable or base64");
            }
            longest = Math.max(longest, length);
            start = at + 1;
            line++;
        }
        return RuleFinding.pass(LINE_LENGTH, "the longest line has " + longest + " octets");
    }

    private RuleFinding mime() {
        String problem = headerProblem();
        if (!problem.isEmpty()) {
            return RuleFinding.block(MIME_PARSABLE, problem, "write a header of fields, an empty line, then the body");
        }
        MimeShape shape = mail.shape();
        if (!shape.broken().isEmpty()) {
            return RuleFinding.block(MIME_PARSABLE, "the parts cannot be read: " + shape.broken(),
                    "have a library write the mail");
        }
        return shape.flaw().isEmpty()
                ? RuleFinding.pass(MIME_PARSABLE, "header and parts can be read")
                : RuleFinding.warn(MIME_PARSABLE, "only lenient readers forgive: " + shape.flaw(),
                        "have a library write the mail");
    }

    private String headerProblem() {
        if (mail.octets().length == 0) {
            return "it is empty";
        }
        if (mail.header().isTooLong()) {
            return "the header has more than " + MailUnderReview.MAX_HEADER + " octets";
        }
        if (mail.header().malformedLine() > 0) {
            return "line " + mail.header().malformedLine() + " of the header is no field";
        }
        return mail.header().size() == 0 ? "it has no header" : "";
    }
}
