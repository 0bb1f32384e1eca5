package com.penguinmails.control.preflight;

import com.penguinmails.dns.DomainName;
import com.penguinmails.mta.accept.FromField;
import com.penguinmails.mta.accept.MessageHeader;
import com.penguinmails.mta.message.Mailbox;
import com.penguinmails.mta.message.ReversePath;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A mail with what several rules ask of it. Immutable as long as its octets are. */
final class MailUnderReview {
    /** The longest header section that is read, in octets. */
    static final int MAX_HEADER = 1024 * 1024;

    private final byte[] octets;
    private final MessageHeader header;
    private final MimeShape shape;
    private final List<Mailbox> authors;
    private final String authorProblem;

    private MailUnderReview(byte[] octets, MessageHeader header, MimeShape shape, Authors authors) {
        this.octets = octets;
        this.header = header;
        this.shape = shape;
        this.authors = authors.mailboxes();
        this.authorProblem = authors.problem();
    }

    private record Authors(List<Mailbox> mailboxes, String problem) {}

    static MailUnderReview of(byte[] octets) {
        MessageHeader header = MessageHeader.parse(octets, octets.length, MAX_HEADER);
        return new MailUnderReview(octets, header, MimeWalk.of(octets), authors(values(header, "From")));
    }

    private static Authors authors(List<String> fields) {
        if (fields.size() != 1) {
            return new Authors(List.of(), fields.isEmpty()
                    ? "there is no field From"
                    : "there are " + fields.size() + " fields From");
        }
        try {
            List<Mailbox> mailboxes = FromField.mailboxes(fields.getFirst());
            boolean named = mailboxes.stream().allMatch(mailbox -> domain(mailbox) != null);
            return named
                    ? new Authors(List.copyOf(mailboxes), "")
                    : new Authors(List.of(), "From has an address in no domain: " + fields.getFirst());
        } catch (IllegalArgumentException e) {
            return new Authors(List.of(), "From cannot be read: " + e.getMessage());
        }
    }

    byte[] octets() {
        return octets;
    }

    MessageHeader header() {
        return header;
    }

    MimeShape shape() {
        return shape;
    }

    /** The addresses of the one field From; none if there is not one, or it cannot be read. */
    List<Mailbox> authors() {
        return authors;
    }

    /** Why there is no author; empty if there is one. */
    String authorProblem() {
        return authorProblem;
    }

    /** The domain that SPF and DKIM must be aligned with, or null if there is none, or several. */
    @Nullable
    DomainName authorDomain() {
        List<DomainName> domains = authors.stream().map(author -> DomainName.of(author.domain())).distinct().toList();
        return domains.size() == 1 ? domains.getFirst() : null;
    }

    /** The reverse-path that the mail itself names, or null if it names none that can be read. */
    @Nullable
    ReversePath returnPath() {
        List<String> fields = values("Return-Path");
        if (fields.isEmpty()) {
            return null;
        }
        try {
            return ReversePath.parse(fields.getFirst().replaceFirst("^<\\s*(.*?)\\s*>$", "$1"));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The values of all fields of a name. */
    List<String> values(String name) {
        return values(header, name);
    }

    private static List<String> values(MessageHeader header, String name) {
        List<String> values = new ArrayList<>();
        for (int field = header.find(name, 0); field >= 0; field = header.find(name, field + 1)) {
            values.add(header.value(field));
        }
        return values;
    }

    /** The domain of an address, or null for an address literal. */
    static @Nullable DomainName domain(Mailbox mailbox) {
        return DomainName.parse(mailbox.domain()).orElse(null);
    }
}
