package com.penguinmails.mta.simulate;

import java.time.Duration;

/**
 * How a receiver behaves. Limits count for each of our egress sources on its own, as receivers count by address.
 *
 * @param connectTime from the start of a connection until it can take mail
 * @param replyTime how long one mail keeps a connection busy
 * @param deferPercent of the mails that it takes time to think about: {@code 451 4.3.0}, at random
 * @param bouncePercent of the mails for addresses that it does not know: {@code 550 5.1.1}, at random
 * @param blockAfter mails from one source that it takes in a window, then {@code 421 4.7.0} until the window ends; 0: any number
 * @param blockWindow the length of that window; windows follow one another from the start
 * @param maxConnections open from one source; one more is greeted with {@code 421 4.7.0}; 0: any number
 */
public record ReceiverModel(Duration connectTime, Duration replyTime, double deferPercent, double bouncePercent,
        long blockAfter, Duration blockWindow, int maxConnections) {

    public ReceiverModel {
        requireBetween("defer_percent", deferPercent);
        requireBetween("bounce_percent", bouncePercent);
        if (deferPercent + bouncePercent > 100) {
            throw new IllegalArgumentException("defer_percent and bounce_percent are at most 100 together");
        }
    }

    /** Takes everything: a connection in 150 ms, a mail every 100 ms on each connection. */
    public static ReceiverModel accepting() {
        return new ReceiverModel(Duration.ofMillis(150), Duration.ofMillis(100), 0, 0, 0, Duration.ofHours(1), 0);
    }

    private static void requireBetween(String name, double percent) {
        if (!(percent >= 0 && percent <= 100)) {
            throw new IllegalArgumentException(name + " must lie between 0 and 100");
        }
    }
}
