package com.penguinmails.mta.accept;

import com.penguinmails.mta.accept.AcceptResult.Refused;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.Mailbox;
import com.penguinmails.mta.message.MessageId;
import com.penguinmails.mta.message.PriorityClass;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Makes a complete message ready (RFC 6409 §8): adds the trace field, {@code Date} and {@code Message-ID} where they are
 * missing, and takes out {@code Bcc} and our own fields after reading them. All other octets stay as they came. Thread-safe.
 */
public final class MessageIntake {
    private final String nodeName;
    private final String defaultTenant;
    private final int maxHeader;

    /**
     * @param defaultTenant for a sender that has none and names none
     * @param maxHeader octets of the header section
     */
    public MessageIntake(String nodeName, String defaultTenant, int maxHeader) {
        this.nodeName = nodeName;
        this.defaultTenant = defaultTenant;
        this.maxHeader = maxHeader;
    }

    /**
     * Where a message comes from.
     *
     * @param traceField the whole {@code Received} field with its CRLF
     */
    public record Origin(MessageId id, Sender sender, String traceField) {}

    /**
     * Looks at a message and edits it.
     *
     * @param content the message with CRLF line ends; it is not changed and not kept
     * @param length how many octets of {@code content} it has
     */
    public Intake prepare(byte[] content, int length, Origin origin) {
        MessageHeader header = MessageHeader.parse(content, length, maxHeader);
        if (header.isTooLong()) {
            return notTaken("header_too_large", "content",
                    "the header section may have at most " + maxHeader + " octets");
        }
        if (header.malformedLine() > 0) {
            return notTaken("header_malformed", "content", "line " + header.malformedLine()
                    + " of the header section is no field; put an empty line between header and body");
        }
        try {
            String fromDomain = fromDomain(header);
            var own = new OwnFields(header);
            Labels labels = own.labels(origin.sender().tenant().isEmpty() ? defaultTenant : origin.sender().tenant());
            byte[] edited = edit(content, length, header, origin);
            PriorityClass priority = own.priority(origin.sender().priorityOr(PriorityClass.TRANSACTIONAL));
            return new Intake.Ready(labels, priority, fromDomain, ByteBuffer.wrap(edited), isEightBit(edited),
                    own.sendAtMillis(), own.idempotencyKey());
        } catch (IllegalArgumentException e) {
            return notTaken("header_invalid", "content", String.valueOf(e.getMessage()));
        }
    }

    /** One From field with addresses of one domain: a second one would let a sender look like another (RFC 7489 §6.6.1). */
    private static String fromDomain(MessageHeader header) {
        int field = header.find("From", 0);
        if (field < 0 || header.find("From", field + 1) >= 0) {
            throw new IllegalArgumentException("exactly one From field is needed");
        }
        try {
            List<Mailbox> mailboxes = FromField.mailboxes(header.value(field));
            String domain = mailboxes.getFirst().domain();
            if (!mailboxes.stream().allMatch(mailbox -> mailbox.domain().equals(domain))) {
                throw new IllegalArgumentException("its addresses have several domains; keep one");
            }
            return domain;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the From field is not valid: " + e.getMessage(), e);
        }
    }

    private byte[] edit(byte[] content, int length, MessageHeader header, Origin origin) {
        var editor = new HeaderEditor(content, length, header);
        editor.add(origin.traceField());
        if (!header.contains("Date")) {
            editor.add("Date: " + MailDate.format(origin.id().epochMillis()) + "\r\n");
        }
        if (!header.contains("Message-ID")) {
            editor.add("Message-ID: <" + origin.id() + "@" + nodeName + ">\r\n");
        }
        OwnFields.NAMES.forEach(editor::removeAll);
        editor.removeAll("Bcc");
        editor.removeAll("Resent-Bcc");
        return editor.apply();
    }

    private static boolean isEightBit(byte[] content) {
        int all = 0;
        for (byte octet : content) {
            all |= octet;
        }
        return all < 0;
    }

    private static Intake notTaken(String code, String field, String detail) {
        return new Intake.NotTaken(new Refused(code, field, detail));
    }
}
