package com.penguinmails.mta.cli.inject;

import com.penguinmails.mta.config.ByteSize;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * The messages of one run: plain text, alike but for number, recipient and Message-ID, which is {@code <RUN.NUMBER@inject.test>}.
 * In patterns {@code {n}} is the message's number from 0 and {@code {d}} the number of its domain. Immutable.
 */
public final class MailTemplate {
    private static final int ADDRESS_MAX = 254;
    private static final int LINE = 76;
    private static final long SIZE_MAX = 64L << 20;
    private static final int DOMAINS_MAX = 1_000_000;

    private final String from;
    private final String to;
    private final int domains;
    private final String run;
    private final String date;
    private final String text;
    private final byte[] body;

    /**
     * @param size of a whole message, met as nearly as the header allows
     * @param run a word that no other run has
     */
    public MailTemplate(String from, String to, int domains, ByteSize size, String run, Instant now) {
        if (domains < 1 || domains > DOMAINS_MAX) {
            throw new IllegalArgumentException("--domains must be 1 to " + DOMAINS_MAX + ", not " + domains);
        }
        if (size.bytes() > SIZE_MAX) {
            throw new IllegalArgumentException("--size must be at most 64MiB, not " + size);
        }
        this.from = address("--from", from);
        this.to = address("--to", to);
        this.domains = domains;
        this.run = run;
        this.date = DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atOffset(ZoneOffset.UTC)).replace("GMT", "+0000");
        this.text = text((int) size.bytes() - header(0).length());
        this.body = text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The sender's address of a message. */
    public String from(long number) {
        return fill(from, number);
    }

    /** The recipient's address of a message. */
    public String to(long number) {
        return fill(to, number);
    }

    String subject(long number) {
        return "Message " + number;
    }

    /** The text of all messages, with CRLF line endings. */
    String text() {
        return text;
    }

    /** A whole message, none of whose lines begins with a dot. */
    byte[] content(long number) {
        byte[] header = header(number).getBytes(StandardCharsets.UTF_8);
        byte[] content = new byte[header.length + body.length];
        System.arraycopy(header, 0, content, 0, header.length);
        System.arraycopy(body, 0, content, header.length, body.length);
        return content;
    }

    private String header(long number) {
        return "From: <" + from(number) + ">\r\nTo: <" + to(number) + ">\r\nSubject: " + subject(number) + "\r\nDate: "
                + date
                + "\r\nMessage-ID: <" + run + "." + number
                + "@inject.test>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n";
    }

    private String fill(String pattern, long number) {
        return pattern.replace("{n}", Long.toString(number)).replace("{d}", Long.toString(number % domains));
    }

    private static String text(int length) {
        String line = "Penguins leave the shore in great numbers and come back one by one, well fed.";
        StringBuilder text = new StringBuilder();
        while (text.length() + LINE < length) {
            text.append(line, 0, LINE - 2).append("\r\n");
        }
        return text.append(line, 0, Math.max(1, Math.min(LINE - 2, length - text.length() - 2))).append("\r\n")
                .toString();
    }

    private static String address(String option, String pattern) {
        boolean printable = pattern.chars().allMatch(c -> c > ' ' && c != 0x7f && c != '<' && c != '>');
        if (!printable || pattern.indexOf('@') < 1 || pattern.length() > ADDRESS_MAX) {
            throw new IllegalArgumentException(
                    option + " takes an address of at most " + ADDRESS_MAX + " characters, such as user{n}@d{d}.test");
        }
        return pattern;
    }
}
