package com.penguinmails.dns;

import java.io.IOException;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** One query on the wire, and which packets are replies to it (RFC 5452, section 9.1). */
final class QueryMessage {
    /** A payload size that stands for a query without EDNS. */
    static final int NO_EDNS = 0;

    private final int id;
    private final Record asked;
    private final byte[] wire;

    QueryMessage(Question<?> question, int id, int ednsPayloadSize) {
        this.id = id;
        this.asked = Record.newRecord(question.wireName(), question.type().code(), DClass.IN);
        Message message = new Message(id);
        message.getHeader().setFlag(Flags.RD);
        // In a query this asks for the flag in the reply (RFC 6840, section 5.7).
        message.getHeader().setFlag(Flags.AD);
        message.addRecord(asked, Section.QUESTION);
        if (ednsPayloadSize != NO_EDNS) {
            message.addRecord(new OPTRecord(ednsPayloadSize, 0, 0, 0), Section.ADDITIONAL);
        }
        this.wire = message.toWire();
    }

    /** The octets to send. */
    byte[] wire() {
        return wire;
    }

    /** What a packet from the server is, or nothing if it is no reply to this query. */
    Optional<Reply> match(byte[] packet) {
        if (packet.length < 2 || ((packet[0] & 0xff) << 8 | packet[1] & 0xff) != id) {
            return Optional.empty();
        }
        try {
            return read(new Message(packet), packet.length);
        } catch (IOException | RuntimeException e) {
            // The parser reports what it cannot read in both ways; either means the same here.
            return Optional.of(new Reply.Malformed());
        }
    }

    private Optional<Reply> read(Message message, int octets) {
        Header header = message.getHeader();
        Record question = message.getQuestion();
        if (!header.getFlag(Flags.QR) || (question != null && !isAsked(question, header))) {
            return Optional.empty();
        }
        // Some servers leave the question out of a refusal; an answer without it is nobody's.
        boolean refusal = header.getRcode() != Rcode.NOERROR && header.getRcode() != Rcode.NXDOMAIN;
        boolean wellFormed = header.getOpcode() == Opcode.QUERY && (question != null || refusal);
        return Optional.of(wellFormed ? new Reply.Received(message, octets) : new Reply.Malformed());
    }

    private boolean isAsked(Record question, Header header) {
        return header.getCount(Section.QUESTION) == 1 && question.getName().equals(asked.getName())
                && question.getType() == asked.getType() && question.getDClass() == DClass.IN;
    }
}
