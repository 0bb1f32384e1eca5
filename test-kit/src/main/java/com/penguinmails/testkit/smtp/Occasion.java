package com.penguinmails.testkit.smtp;

import java.net.InetAddress;
import java.time.Duration;

/** How often a {@link Rule} fires among the events it matches. */
public sealed interface Occasion {

    /** Each time. */
    record Always() implements Occasion {}

    /** A share of the events, 0 to 1, drawn from a seed: the n-th event has the same fate in each run. */
    record Fraction(double share, long seed) implements Occasion {
        public Fraction {
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("fraction must be 0 to 1, not " + share);
            }
        }
    }

    /** The n-th, the 2n-th, the 3n-th event. */
    record EveryNth(int n) implements Occasion {
        public EveryNth {
            positive("every", n);
        }
    }

    /** The first {@code tries} events, then never again. */
    record First(int tries) implements Occasion {
        public First {
            positive("first", tries);
        }
    }

    /**
     * Greylisting by reverse-path and forward-path: the first {@code tries} of each pair, and every try before
     * {@code minimumDelay} has passed since its first.
     */
    record Greylist(int tries, Duration minimumDelay) implements Occasion {
        public Greylist {
            positive("grey", tries);
        }
    }

    /** Events beyond {@code limit} in a period, by source address; periods are fixed windows from the first event. */
    record OverRate(int limit, Duration period) implements Occasion {
        public OverRate {
            positive("rate", limit);
        }
    }

    /** While more than {@code limit} connections are open, of all sources or of the one that asks. */
    record OverConnections(int limit, boolean perSource) implements Occasion {
        public OverConnections {
            positive("connections", limit);
        }
    }

    /** Each time, from this source address. */
    record FromSource(InetAddress address) implements Occasion {}

    /** Once {@code messages} messages were accepted on this connection. */
    record AfterMessages(int messages) implements Occasion {
        public AfterMessages {
            positive("after-messages", messages);
        }
    }

    private static void positive(String what, int n) {
        if (n < 1) {
            throw new IllegalArgumentException(what + " must be at least 1, not " + n);
        }
    }
}
