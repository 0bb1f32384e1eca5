package com.penguinmails.mta.schedule;

import java.util.Locale;

/**
 * What can hold a recipient back, in the order in which it meets them on its way out. A recipient that is on its way has one of
 * the last three.
 */
public enum BlockerKind {
    /** Its sender asked for a later time. */
    SCHEDULED("scheduled"),
    /** The last attempt failed for now; it waits for its next one. */
    RETRY("deferred"),
    /** Its content could not be read or signed; it waits for the next try. */
    CONTENT("delayed"),
    /** An operator or a rule has stopped it until a time or until it is resumed. */
    SUSPENDED("delayed"),
    /** A limit on a tenant, a campaign, a domain or a mix of them. */
    QUEUE_LIMIT("delayed"),
    /** Its domain is being looked up. */
    RESOLVING("resolving"),
    /** Its domain could not be looked up; it is asked again later. */
    RESOLUTION_FAILED("deferred"),
    /** What is ready is being given the outcome of a failure of its whole site or domain. */
    DRAINING("deferred"),
    /** No egress source may be used for it. */
    NO_SOURCE("delayed"),
    /** The site could not be reached by any source. */
    SITE_UNREACHABLE("deferred"),
    /** The site could not be reached by, or refused, one source. */
    SOURCE_REFUSED("deferred"),
    /** A reply of the receiver made a rule slow this path down. */
    BACK_OFF("delayed"),
    /** The rate of messages of a path, a provider or a source. */
    MESSAGE_RATE("delayed"),
    /** The rate of octets. */
    BYTE_RATE("delayed"),
    /** As many connections are open as may be. */
    CONNECTIONS("delayed"),
    /** The rate of new connections. */
    CONNECTION_RATE("delayed"),
    /** A rate or a number of connections learned from what the receiver bears. */
    LEARNED("delayed"),
    /** The daily cap of a warm-up plan. */
    WARM_UP("delayed"),
    /** A connection is being opened. */
    CONNECTING("ready"),
    /** Others of the same site are before it. */
    TURN("ready"),
    /** The node has as many connections open as it may. */
    NODE_CONNECTIONS("delayed"),
    /** Outcomes cannot be written to the journal for now, so nothing is given out. */
    JOURNAL("delayed"),
    /** Its mail is being read and signed for a connection. */
    PREPARING("sending"),
    /** It is in a transaction with the receiver. */
    SENDING("sending"),
    /** Its outcome is decided and on its way to the journal. */
    SETTLING("sending");

    private final String state;

    BlockerKind(String state) {
        this.state = state;
    }

    /** The state of a recipient of which this is the first blocker, as in {@link MailQueue.RecipientState}. */
    String state() {
        return state;
    }

    /** Whether nothing holds the mail: it only has to be given out. */
    boolean isTransit() {
        return this == CONNECTING || this == TURN;
    }

    /** Whether it shuts one source out, whatever its limits. */
    boolean shutsSource() {
        return switch (this) {
            case SUSPENDED, NO_SOURCE, SOURCE_REFUSED, WARM_UP -> true;
            default -> false;
        };
    }

    /** Whether it can still hold when mail that waits for its time is due; what passes with the next mail or second cannot. */
    boolean outlasts() {
        return switch (this) {
            case SUSPENDED, QUEUE_LIMIT, NO_SOURCE, SITE_UNREACHABLE, SOURCE_REFUSED, BACK_OFF, WARM_UP,
                    RESOLUTION_FAILED ->
                true;
            default -> false;
        };
    }

    /** The word in answers. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
