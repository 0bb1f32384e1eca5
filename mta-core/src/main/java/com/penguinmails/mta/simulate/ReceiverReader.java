package com.penguinmails.mta.simulate;

import java.time.Duration;

/** Reads the model of one receiver; what is left out is as in the model for all others. */
final class ReceiverReader {
    /** The name under which the model for all receivers without one of their own is given. */
    static final String ANY = "*";

    private static final long MOST_MAILS = 1_000_000_000;
    private static final int MOST_CONNECTIONS = 100_000;
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Duration LONGEST_WINDOW = Duration.ofDays(7);

    private ReceiverReader() {}

    static ReceiverModel read(InputFields fields, ReceiverModel others) {
        fields.allowOnly("connect_time", "reply_time", "defer_percent", "bounce_percent", "block_after",
                "block_window", "max_connections");
        double defer = fields.percent("defer_percent", others.deferPercent());
        double bounce = fields.percent("bounce_percent", others.bouncePercent());
        if (defer + bounce > 100) {
            fields.problem("defer_percent", "is more than 100 together with bounce_percent");
            return others;
        }
        return new ReceiverModel(
                fields.duration("connect_time", Duration.ofMillis(1), LONGEST, others.connectTime()),
                fields.duration("reply_time", Duration.ofMillis(1), LONGEST, others.replyTime()), defer, bounce,
                fields.number("block_after", 0, MOST_MAILS, others.blockAfter()),
                fields.duration("block_window", Duration.ofSeconds(1), LONGEST_WINDOW, others.blockWindow()),
                (int) fields.number("max_connections", 0, MOST_CONNECTIONS, others.maxConnections()));
    }
}
