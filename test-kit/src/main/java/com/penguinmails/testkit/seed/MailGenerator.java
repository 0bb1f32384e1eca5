package com.penguinmails.testkit.seed;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Mailboxes, header texts and whole messages of all sorts, the same from the same generator. As thread-safe as that
 * one.
 */
public final class MailGenerator {
    private static final String ATEXT = "abcdefghijklmnopqrstuvwxyzABCXYZ0123456789!#$%&'*+-/=?^_`{|}~";
    private static final String QTEXT = "ab z@.,;:<>()[]\"\\";
    private static final List<String> WORDS = List.of("invoice", "hello", "Zürich", "naïve", "日本語", "👋🏽", "price:",
            "=?utf-8?q?x?=", "a\"b", "(c)",
            "ﷺ", "re:", "100%", "<tag>", "x".repeat(90));
    private static final int LINE_MAX = 76;

    private final RandomGenerator random;

    /** Feeds on a source of randomness. */
    public MailGenerator(RandomGenerator random) {
        this.random = random;
    }

    /** A mailbox of RFC 5321 section 4.1.2 with a domain under {@code .test}; one in eight has a quoted local part. */
    public String address() {
        return (random.nextInt(8) == 0 ? quotedLocalPart() : dotString(1 + random.nextInt(3))) + "@" + domain();
    }

    /** A mailbox with characters beyond ASCII in both parts (RFC 6531). */
    public String internationalAddress() {
        return List.of("josé", "用户", "δοκιμή", "пользователь").get(random.nextInt(4)) + random.nextInt(1000) + "@"
                + List.of("bücher", "例え", "παράδειγμα").get(random.nextInt(3)) + ".test";
    }

    /** A domain of two to four labels under {@code test}, all letters, digits and inner hyphens. */
    public String domain() {
        StringBuilder domain = new StringBuilder();
        for (int labels = 1 + random.nextInt(3); labels > 0; labels--) {
            domain.append((char) ('a' + random.nextInt(26)));
            for (int i = random.nextInt(12); i > 0; i--) {
                domain.append("abc-012".charAt(random.nextInt(7)));
            }
            domain.append((char) ('a' + random.nextInt(26))).append('.');
        }
        return domain.append("test").toString();
    }

    /** Words of many scripts, blanks and characters with a meaning in header fields, without CR or LF. */
    public String headerText() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i >= 0; i--) {
            text.append(WORDS.get(random.nextInt(WORDS.size()))).append(" ".repeat(random.nextInt(3)));
        }
        return text.toString();
    }

    /**
     * A message of RFC 5322 with CRLF line endings and lines of at most 998 octets: plain text, 8-bit text or
     * multipart with an attachment, with lines that begin with dots.
     */
    public byte[] message() {
        StringBuilder message = new StringBuilder("From: <a@from.test>\r\nTo: <b@to.test>\r\nSubject: test ")
                .append(random.nextInt(100_000))
                .append("\r\nDate: Thu, 1 Jan 2026 00:00:00 +0000\r\nMessage-ID: <")
                .append(Long.toHexString(random.nextLong()))
                .append("@from.test>\r\nMIME-Version: 1.0\r\n");
        switch (random.nextInt(3)) {
            case 0 -> message.append("Content-Type: text/plain\r\n\r\n").append(lines("some plain text "));
            case 1 ->
                message.append("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n")
                        .append(lines("Grüße 日本 "));
            default -> message.append(multipart());
        }
        return message.toString().getBytes(StandardCharsets.UTF_8);
    }

    private String multipart() {
        byte[] attachment = new byte[random.nextInt(3000)];
        random.nextBytes(attachment);
        String boundary = "=_" + Long.toHexString(random.nextLong());
        return "Content-Type: multipart/mixed; boundary=\"" + boundary + "\"\r\n\r\n--" + boundary
                + "\r\nContent-Type: text/html\r\n\r\n"
                + lines("<p>text</p> ") + "\r\n--" + boundary + "\r\nContent-Type: application/octet-stream\r\n"
                + "Content-Transfer-Encoding: base64\r\n\r\n"
                + Base64.getMimeEncoder(LINE_MAX, new byte[]{'\r', '\n'}).encodeToString(attachment)
                + "\r\n--" + boundary + "--\r\n";
    }

    private String lines(String words) {
        StringBuilder text = new StringBuilder();
        for (int lines = random.nextInt(40); lines >= 0; lines--) {
            text.append(".".repeat(random.nextInt(6) == 0 ? 1 + random.nextInt(3) : 0))
                    .append(words.repeat(random.nextInt(20))).append("\r\n");
        }
        return text.toString();
    }

    private String dotString(int atoms) {
        StringBuilder local = new StringBuilder();
        for (int atom = 0; atom < atoms; atom++) {
            local.append(atom == 0 ? "" : ".");
            for (int i = random.nextInt(15); i >= 0; i--) {
                local.append(ATEXT.charAt(random.nextInt(ATEXT.length())));
            }
        }
        return local.toString();
    }

    private String quotedLocalPart() {
        StringBuilder local = new StringBuilder("\"");
        for (int i = random.nextInt(12); i >= 0; i--) {
            char c = QTEXT.charAt(random.nextInt(QTEXT.length()));
            local.append(c == '"' || c == '\\' ? "\\" : "").append(c);
        }
        return local.append('"').toString();
    }
}
