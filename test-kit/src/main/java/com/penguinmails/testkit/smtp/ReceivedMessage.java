package com.penguinmails.testkit.smtp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/** One accepted transaction with its content, exact as received but for the dots that the transport adds. Immutable. */
public final class ReceivedMessage {
    private final ConnectionInfo connection;
    private final int transaction;
    private final Envelope envelope;
    private final byte[] content;
    private final LineEndings lineEndings;
    private final Instant time;

    ReceivedMessage(ConnectionInfo connection, int transaction, Envelope envelope, byte[] content,
            LineEndings lineEndings,
            Instant time) {
        this.connection = connection;
        this.transaction = transaction;
        this.envelope = envelope;
        this.content = content;
        this.lineEndings = lineEndings;
        this.time = time;
    }

    /** The connection it came over. */
    public ConnectionInfo connection() {
        return connection;
    }

    /** The number of the message on its connection, from 1. */
    public int transaction() {
        return transaction;
    }

    /** The reverse-path without angle brackets, empty for the null one. */
    public String reversePath() {
        return envelope.reversePath();
    }

    /** The parameters of the MAIL command, as sent, such as {@code BODY=8BITMIME}. */
    public List<String> mailParameters() {
        return envelope.mailParameters();
    }

    /** The accepted recipients in the order of their commands. */
    public List<ReceivedRecipient> recipients() {
        return envelope.recipients();
    }

    /** The accepted recipients' addresses. */
    public List<String> recipientAddresses() {
        return envelope.recipients().stream().map(ReceivedRecipient::address).toList();
    }

    /** A copy of the content. */
    public byte[] content() {
        return content.clone();
    }

    /** The content with one character for each byte (ISO 8859-1). */
    public String text() {
        return new String(content, StandardCharsets.ISO_8859_1);
    }

    /** Bytes of content. */
    public int size() {
        return content.length;
    }

    /** SHA-256 of the content in lower-case hexadecimal digits. */
    public String sha256() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** How the content came and what stood alone in it. */
    public LineEndings lineEndings() {
        return lineEndings;
    }

    /** When its end arrived. */
    public Instant time() {
        return time;
    }

    @Override
    public String toString() {
        return "message " + connection.number() + "/" + transaction + " from <" + reversePath() + "> to "
                + recipientAddresses() + ", "
                + size() + " bytes";
    }

    /** Reverse-path and recipients of a transaction. */
    record Envelope(String reversePath, List<String> mailParameters, List<ReceivedRecipient> recipients) {}

    /**
     * What the transport of the content showed.
     *
     * @param chunked whether it came by BDAT
     * @param bareCr carriage returns without a line feed behind
     * @param bareLf line feeds without a carriage return before
     */
    public record LineEndings(boolean chunked, int bareCr, int bareLf) {}
}
