package com.penguinmails.testkit.dns;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** Turns the bytes of a query into the bytes of a response, or of what a fault makes of it. Thread-safe. */
final class Responder {
    private static final int HEADER_SIZE = 12;
    private static final int UDP_SIZE_WITHOUT_EDNS = 512;
    private static final int UDP_SIZE_OFFERED = 1232;
    private static final int TCP_SIZE = 65_535;

    private final ZoneData zones;
    private final DnsFaults faults;
    private final QueryCounts counts;
    private volatile boolean authenticated;

    Responder(ZoneData zones, DnsFaults faults, QueryCounts counts) {
        this.zones = zones;
        this.faults = faults;
        this.counts = counts;
    }

    void setAuthenticated(boolean authenticated) {
        this.authenticated = authenticated;
    }

    /** The response and how long to hold it back; null means no response at all. */
    @Nullable
    Response respond(byte[] wire, boolean overTcp) {
        if (wire.length < HEADER_SIZE) {
            return null;
        }
        Message query = parse(wire);
        Record question = query == null ? null : query.getQuestion();
        if (query == null || question == null) {
            return Response.now(headerOnly(wire, Rcode.FORMERR));
        }
        counts.add(question.getName(), question.getType(), overTcp);
        DnsFault fault = faults.take(question.getName());
        return fault == null ? Response.now(answer(query, overTcp)) : faulty(fault, query, overTcp);
    }

    private @Nullable Response faulty(DnsFault fault, Message query, boolean overTcp) {
        return switch (fault) {
            case DnsFault.Drop _ -> null;
            case DnsFault.Delay delay -> new Response(answer(query, overTcp), delay.time());
            case DnsFault.ErrorCode code -> Response.now(empty(query, code.rcode(), false));
            case DnsFault.WrongId _ -> Response.now(withOtherId(answer(query, overTcp)));
            case DnsFault.WrongQuestion _ -> Response.now(otherQuestion(query));
            case DnsFault.Garbage _ -> Response.now(garbage(query));
            case DnsFault.Truncate _ -> Response.now(overTcp ? answer(query, true) : empty(query, Rcode.NOERROR, true));
            case DnsFault.NoEdns _ ->
                Response.now(query.getOPT() == null ? answer(query, overTcp) : withoutEdns(query));
        };
    }

    private static @Nullable Message parse(byte[] wire) {
        try {
            Message query = new Message(wire);
            return query.getHeader().getFlag(Flags.QR) ? null : query;
        } catch (IOException e) {
            return null;
        }
    }

    private byte[] answer(Message query, boolean overTcp) {
        if (query.getHeader().getOpcode() != Opcode.QUERY) {
            return empty(query, Rcode.NOTIMP, false);
        }
        Record question = query.getQuestion();
        ZoneAnswer found = zones.find(question.getName(), question.getType());
        Message response = begin(query, found.rcode());
        addAll(response, found.answers(), Section.ANSWER);
        addAll(response, found.authority(), Section.AUTHORITY);
        return response.toWire(overTcp ? TCP_SIZE : udpSize(query));
    }

    private static void addAll(Message response, List<Record> records, int section) {
        records.forEach(r -> response.addRecord(r, section));
    }

    private Message begin(Message query, int rcode) {
        Message response = new Message(query.getHeader().getID());
        Header header = response.getHeader();
        header.setFlag(Flags.QR);
        header.setFlag(Flags.AA);
        header.setFlag(Flags.RA);
        header.setRcode(rcode);
        if (query.getHeader().getFlag(Flags.RD)) {
            header.setFlag(Flags.RD);
        }
        if (authenticated && rcode != Rcode.SERVFAIL) {
            header.setFlag(Flags.AD);
        }
        response.addRecord(query.getQuestion(), Section.QUESTION);
        if (query.getOPT() != null) {
            response.addRecord(new OPTRecord(UDP_SIZE_OFFERED, 0, 0, query.getOPT().getFlags()), Section.ADDITIONAL);
        }
        return response;
    }

    private byte[] empty(Message query, int rcode, boolean truncated) {
        Message response = begin(query, rcode);
        if (truncated) {
            response.getHeader().setFlag(Flags.TC);
        }
        return response.toWire(UDP_SIZE_OFFERED);
    }

    private byte[] withoutEdns(Message query) {
        Message response = begin(query, Rcode.FORMERR);
        response.removeAllRecords(Section.ADDITIONAL);
        return response.toWire(UDP_SIZE_WITHOUT_EDNS);
    }

    private byte[] otherQuestion(Message query) {
        Message response = begin(query, Rcode.NOERROR);
        Record asked = query.getQuestion();
        response.removeAllRecords(Section.QUESTION);
        response.addRecord(Record.newRecord(DnsNames.name("other.invalid"), asked.getType(), asked.getDClass()),
                Section.QUESTION);
        return response.toWire(UDP_SIZE_OFFERED);
    }

    private static byte[] headerOnly(byte[] query, int rcode) {
        byte[] header = new byte[HEADER_SIZE];
        header[0] = query[0];
        header[1] = query[1];
        header[2] = (byte) 0x80;
        header[3] = (byte) rcode;
        return header;
    }

    private static byte[] withOtherId(byte[] wire) {
        wire[0] ^= 0x5a;
        wire[1] ^= 0x5a;
        return wire;
    }

    private static byte[] garbage(Message query) {
        byte[] bytes = new byte[64];
        Arrays.fill(bytes, (byte) 0xff);
        ByteBuffer.wrap(bytes).putShort((short) query.getHeader().getID());
        return bytes;
    }

    private static int udpSize(Message query) {
        OPTRecord opt = query.getOPT();
        return opt == null
                ? UDP_SIZE_WITHOUT_EDNS
                : Math.max(UDP_SIZE_WITHOUT_EDNS, Math.min(UDP_SIZE_OFFERED, opt.getPayloadSize()));
    }
}
