package com.penguinmails.system.crash;

import java.util.List;

/** What goes wrong in a round; the rules of the receivers are those of {@link com.penguinmails.testkit.smtp.Script}. */
enum Fault {
    NODE_KILLED("`kill -9` of the node", ""),
    POWER_CUT("power cut: what was not forced lost, torn or garbled", ""),
    RECEIVER_KILLED("the receivers die with all connections and their ports", ""),
    DNS_KILLED("the name server dies", ""),
    DISK_FULL("the disk is full", ""),
    DROPS_MID_MESSAGE("receivers hang up within a message",
            """
                    data fraction=0.3 seed=%d -> drop-after 20
                    bdat fraction=0.3 seed=%d -> drop
                    """),
    VANISHES_AFTER_ACCEPTING("receivers accept and hang up without a word",
            """
                    end-of-data fraction=0.2 seed=%d -> accept-and-drop
                    """),
    ANSWERS_LATE("receivers answer when nobody waits any more",
            """
                    end-of-data fraction=0.1 seed=%d -> delay 3500ms
                    rcpt fraction=0.05 seed=%d -> delay 200ms
                    """),
    ANSWERS_TWICE("receivers answer twice", """
            end-of-data fraction=0.2 seed=%d -> twice
            rcpt fraction=0.1 seed=%d -> twice
            mail fraction=0.05 seed=%d -> twice
            """),
    TALKS_OUT_OF_TURN("receivers talk out of turn",
            """
                    end-of-data fraction=0.2 seed=%d -> unsolicited 250 2.0.0 Ok
                    rcpt fraction=0.1 seed=%d -> unsolicited after=20ms 451 4.3.0 Wait
                    mail fraction=0.05 seed=%d -> garbage
                    """),
    REFUSES_CHUNKING("receivers offer CHUNKING and refuse it", """
            bdat fraction=1 seed=%d -> 502 5.5.1 No BDAT
            """),
    CLOCK_JUMPS("the clock jumps by a day and back", "");

    private final String words;
    private final String rules;

    /** @param rules one a line, with a place for a seed; none if receivers behave as ever */
    Fault(String words, String rules) {
        this.words = words;
        this.rules = rules;
    }

    /** For people. */
    String words() {
        return words;
    }

    /** How the receivers behave; empty if they behave as ever. */
    List<String> rules(long seed) {
        return rules.lines().map(rule -> rule.formatted(seed & 0xffff)).toList();
    }

    /** Whether the node is started again within the round. */
    boolean isCrashOfNode() {
        return this == NODE_KILLED || this == POWER_CUT;
    }
}
