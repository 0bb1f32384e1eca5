package com.penguinmails.system.interop;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A mail for a client to compose or, where it stands ready, to submit.
 *
 * @param form what is special in it
 * @param to who stands in the header
 * @param hidden who does not
 * @param folder for its files
 */
record SampleMail(Form form, String sender, List<String> to, List<String> hidden, Path folder) {

    /** What is special in a mail. */
    enum Form {
        /** Encoded words and an attachment, composed by the client. */
        ATTACHMENT,
        /** Octets beyond ASCII, a line of 5,000 characters, dots, blanks at ends, a Bcc field: submitted as it stands. */
        EIGHT_BIT,
        /** An international sender, recipient and header (RFC 6531), composed by the client. */
        INTERNATIONAL
    }

    static final String ATTACHMENT_NAME = "Übersicht 2026.bin";
    static final String SENDER_NAME = "Jürgen Müller";
    static final String SUBJECT = "Grüße aus Köln ☃ and a few words more, so that the field has to be folded somewhere";
    static final String DATE = "Mon, 02 Nov 2026 10:00:00 +0000";
    static final String LONG_LINE = "0123456789".repeat(500);
    private static final int ATTACHMENT_OCTETS = 100_000;
    private static final String TEXT = "Zwölf Boxkämpfer\n.\n..two dots\n.end\n\nfind their way.\n";

    SampleMail {
        to = List.copyOf(to);
        hidden = List.copyOf(hidden);
    }

    String messageId() {
        return "<" + form + "@clients.test>";
    }

    List<String> recipients() {
        List<String> all = new ArrayList<>(to);
        all.addAll(hidden);
        return all;
    }

    boolean needsUtf8() {
        return !String.join("", recipients()).concat(sender).chars().allMatch(c -> c < 128);
    }

    String text() {
        return TEXT;
    }

    /** Random octets, the same ones always. */
    Path attachment() throws IOException {
        var octets = new byte[ATTACHMENT_OCTETS];
        new Random(1).nextBytes(octets);
        return Files.write(folder.resolve("attachment.bin"), octets);
    }

    /** The mail as it is submitted where no client composes it. */
    Path raw() throws IOException {
        String header = "From: =?utf-8?q?J=C3=BCrgen?= <" + sender + ">\r\nTo: " + String.join(",\r\n  ", to)
                + "\r\nBcc: " + String.join(", ", hidden) + "\r\nSubject:  two   blanks \r\n  and\ta tab\r\nDate: "
                + DATE
                + "\r\nMessage-ID: " + messageId() + "\r\nMIME-Version: 1.0\r\n"
                + "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n";
        String body = "Grüße ☃ \t\r\n.\r\n..\r\n.dot\r\n" + LONG_LINE + "\r\n\r\n" + "ä".repeat(2500)
                + "\r\n   \r\nend  \r\n\r\n\r\n";
        return Files.writeString(folder.resolve("raw.eml"), header + body, StandardCharsets.UTF_8);
    }

    /** Writes what a script needs to know. */
    Path specification() throws IOException {
        var json = new ObjectMapper();
        ObjectNode mail = json.createObjectNode();
        mail.put("form", form.name()).put("sender", sender).put("sender_name", SENDER_NAME).put("subject", SUBJECT);
        mail.put("date", DATE).put("message_id", messageId()).put("text", text());
        mail.put("attachment", attachment().toString()).put("attachment_name", ATTACHMENT_NAME);
        mail.put("raw", raw().toString());
        to.forEach(mail.putArray("to")::add);
        hidden.forEach(mail.putArray("hidden")::add);
        Path file = folder.resolve("mail.json");
        json.writeValue(file.toFile(), mail);
        return file;
    }
}
