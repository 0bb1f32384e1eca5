package com.penguinmails.mta.compose;

import com.penguinmails.mta.http.FieldProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds all that would make a draft's header or parts other than what they say. */
final class DraftChecker {
    /** Fields that the node writes itself, that have a place of their own in a draft, or that only a receiver may set. */
    private static final Set<String> RESERVED = Set.of("from", "sender", "to", "cc", "bcc", "reply-to", "subject",
            "date",
            "message-id", "mime-version", "received", "return-path", "dkim-signature", "delivered-to",
            "authentication-results", "received-spf", "list-unsubscribe", "list-unsubscribe-post");
    private static final List<String> RESERVED_PREFIXES = List.of("content-", "resent-", "arc-", "x-penguin-");
    private static final Pattern CONTENT_TYPE = Pattern.compile(
            "[a-z0-9!#$&^_.+-]{1,127}/[a-z0-9!#$&^_.+-]{1,127}(\\s*;\\s*[a-z0-9_-]{1,60}=([a-z0-9_.:/+-]{1,100}|\"[^\"\\\\\\p{Cntrl}]{1,100}\"))*",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern CONTENT_ID = Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~.@-]{1,200}");
    private static final Pattern URL = Pattern.compile("(https://|mailto:)[!-;=?-~]{1,800}");
    private static final int MAX_VALUE = 8_000;
    private static final int MAX_WORD = 900;
    private static final int MAX_HEADERS = 100;
    private static final int MAX_FILENAME = 255;

    List<FieldProblem> check(MailDraft draft) {
        var problems = new ArrayList<FieldProblem>();
        name("/from", draft.from(), problems);
        names("/to", draft.to(), problems);
        names("/cc", draft.cc(), problems);
        names("/reply_to", draft.replyTo(), problems);
        value("/subject", draft.subject(), problems);
        if (draft.text() == null && draft.html() == null) {
            problems.add(new FieldProblem("", "body_required", "give text, html or both"));
        }
        body("/text", draft.text() == null ? "" : draft.text(), problems);
        body("/html", draft.html() == null ? "" : draft.html(), problems);
        headers(draft.headers(), problems);
        unsubscribe(draft.listUnsubscribe(), problems);
        for (int i = 0; i < draft.attachments().size(); i++) {
            attachment("/attachments/" + i, draft.attachments().get(i), problems);
        }
        return problems;
    }

    static boolean isMessage(Attachment attachment) {
        return attachment.contentType().toLowerCase(Locale.ROOT).startsWith("message/rfc822");
    }

    private static void names(String pointer, List<MailAddress> addresses, List<FieldProblem> problems) {
        for (int i = 0; i < addresses.size(); i++) {
            name(pointer + '/' + i, addresses.get(i), problems);
        }
    }

    private static void name(String pointer, MailAddress address, List<FieldProblem> problems) {
        value(pointer, address.name(), problems);
    }

    private static void body(String pointer, String text, List<FieldProblem> problems) {
        if (text.indexOf('\0') >= 0) {
            problems.add(new FieldProblem(pointer, "control_character", "a body may not have NUL; remove it"));
        }
    }

    private static void headers(List<HeaderField> headers, List<FieldProblem> problems) {
        if (headers.size() > MAX_HEADERS) {
            problems.add(new FieldProblem("/headers", "too_many", "at most " + MAX_HEADERS + " header fields"));
        }
        for (HeaderField field : headers) {
            String pointer = "/headers/" + field.name().replace("~", "~0").replace("/", "~1");
            if (!isFieldName(field.name())) {
                problems.add(new FieldProblem(pointer, "header_name_invalid",
                        "a field name is 1 to 64 printable ASCII characters without colon and blank"));
            } else if (isReserved(field.name())) {
                problems.add(new FieldProblem(pointer, "header_reserved",
                        "this field is set by the node or has a place of its own; leave it out of headers"));
            }
            value(pointer, field.value(), problems);
        }
    }

    private static boolean isFieldName(String name) {
        return !name.isEmpty() && name.length() <= 64 && name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ':');
    }

    private static boolean isReserved(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return RESERVED.contains(lower) || RESERVED_PREFIXES.stream().anyMatch(lower::startsWith);
    }

    private static void value(String pointer, String value, List<FieldProblem> problems) {
        if (value.chars().anyMatch(c -> c < ' ' && c != '\t' || c == 0x7f)) {
            problems.add(new FieldProblem(pointer, "control_character",
                    "a header field may not have CR, LF, NUL or another control character; remove it"));
        }
        if (value.length() > MAX_VALUE) {
            problems.add(new FieldProblem(pointer, "too_long", "at most " + MAX_VALUE + " characters"));
        } else if (!EncodedWords.isNeeded(value) && hasLongWord(value)) {
            problems.add(new FieldProblem(pointer, "too_long",
                    "a run without a blank may have at most " + MAX_WORD + " characters: no line can hold it"));
        }
    }

    private static boolean hasLongWord(String value) {
        int run = 0;
        for (int i = 0; i < value.length() && run <= MAX_WORD; i++) {
            run = value.charAt(i) == ' ' || value.charAt(i) == '\t' ? 0 : run + 1;
        }
        return run > MAX_WORD;
    }

    private static void unsubscribe(List<String> urls, List<FieldProblem> problems) {
        for (int i = 0; i < urls.size(); i++) {
            if (!URL.matcher(urls.get(i)).matches()) {
                problems.add(new FieldProblem("/list_unsubscribe/" + i, "url_invalid",
                        "an https: or mailto: URL of at most 800 printable ASCII characters is expected"));
            }
        }
        if (urls.size() > 4) {
            problems.add(new FieldProblem("/list_unsubscribe", "too_many", "at most 4 URLs"));
        }
    }

    private static void attachment(String pointer, Attachment attachment, List<FieldProblem> problems) {
        String filename = attachment.filename();
        if (filename.length() > MAX_FILENAME || filename.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            problems.add(new FieldProblem(pointer + "/filename", "filename_invalid",
                    "at most " + MAX_FILENAME + " characters, none of them a control character"));
        }
        String type = attachment.contentType().toLowerCase(Locale.ROOT);
        if (!CONTENT_TYPE.matcher(type).matches() || type.startsWith("multipart/")
                || type.startsWith("message/") && !isMessage(attachment)) {
            problems.add(new FieldProblem(pointer + "/content_type", "content_type_invalid",
                    "a type such as image/png is expected; of multipart and message only message/rfc822"));
        } else if (isMessage(attachment)
                && TransferEncoding.forMessage(LineEnds.toCrlf(attachment.content().octets())) == null) {
            problems.add(new FieldProblem(pointer + "/content", "attachment_invalid",
                    "an attached message may have no NUL and no line over 998 octets; give it as application/octet-stream"));
        }
        if (!attachment.contentId().isEmpty() && !CONTENT_ID.matcher(attachment.contentId()).matches()) {
            problems.add(new FieldProblem(pointer + "/content_id", "content_id_invalid",
                    "at most 200 characters of A-Z a-z 0-9 . _ - @ and the like, without angle brackets"));
        }
    }
}
