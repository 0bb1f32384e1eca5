package com.penguinmails.testkit.dns;

import java.time.Duration;

/** What goes wrong with an answer of the {@link ZoneServer}. */
public sealed interface DnsFault {

    /**
     * A response with an error code and no records: 1 FORMERR, 2 SERVFAIL, 4 NOTIMP, 5 REFUSED (RFC 1035 section
     * 4.1.1).
     */
    record ErrorCode(int rcode) implements DnsFault {
        public ErrorCode {
            if (rcode < 1 || rcode > 15) {
                throw new IllegalArgumentException("rcode " + rcode + " is not in 1..15");
            }
        }
    }

    /** No response; a TCP connection is closed without one. */
    record Drop() implements DnsFault {}

    /** The right response, late. */
    record Delay(Duration time) implements DnsFault {}

    /** The right response under another query's id, as from an off-path attacker. */
    record WrongId() implements DnsFault {}

    /** The right response to another name's question. */
    record WrongQuestion() implements DnsFault {}

    /** Bytes that begin with the query's id and are no DNS message. */
    record Garbage() implements DnsFault {}

    /** Over UDP an empty response with the TC bit, so that the client must come by TCP; over TCP the right response. */
    record Truncate() implements DnsFault {}

    /** FORMERR to every query that carries an EDNS option, the right response to others, as servers before RFC 6891. */
    record NoEdns() implements DnsFault {}

    /** SERVFAIL. */
    static DnsFault servfail() {
        return new ErrorCode(2);
    }

    /** REFUSED. */
    static DnsFault refused() {
        return new ErrorCode(5);
    }
}
