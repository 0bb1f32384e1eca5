package com.penguinmails.mta.shape;

import com.penguinmails.mta.config.FeedbackConfig;
import com.penguinmails.mta.message.EnhancedStatus;
import com.penguinmails.mta.message.Reply;
import com.penguinmails.mta.outcome.BounceClass;
import com.penguinmails.mta.outcome.Outcome;
import com.penguinmails.mta.outcome.Stage;
import java.util.Locale;

/**
 * What the receiver of one path has taught by its replies: how many connections and how many messages it allows. It decides what a
 * reply says about that:
 *
 * <ul>
 * <li>A deferral or refusal in the class {@link BounceClass#RATE_LIMITED} is about the rate of messages. It is not if its words
 * speak of connections or sessions, if its enhanced status code is about one mailbox (x.1.x, x.2.x), or if it only asks for fewer
 * recipients in a transaction (x.5.3).
 * <li>421 to a command of a transaction, without words about a rate, is about the receiver's load: fewer connections. With x.7.x
 * beside it, it is about the rate too.
 * <li>A connection that is refused with 421 or for a rate, or that nobody answers while others are open, is about the number of
 * connections.
 * <li>Every other reply shows that the receiver had time for us.
 * </ul>
 *
 * For one thread.
 */
public final class PathFeedback {
    private FeedbackConfig config;
    private final ConnectionWindow window;
    private LearnedRate rate;

    public PathFeedback(FeedbackConfig config, long nowNanos) {
        this.config = config;
        window = new ConnectionWindow(config, nowNanos);
        rate = new LearnedRate(config, nowNanos);
    }

    /**
     * Follows other settings from now on, and keeps what was learned; a rate is forgotten where none is to be learned any more.
     *
     * @param reserved messages that are put aside for transactions
     */
    void change(FeedbackConfig other, int reserved, long nowNanos) {
        if (config.equals(other)) {
            return;
        }
        window.change(other);
        if (other.learnRates()) {
            rate.change(other, nowNanos);
        } else {
            rate = new LearnedRate(other, nowNanos);
            for (int i = 0; i < reserved; i++) {
                rate.reserve();
            }
        }
        config = other;
    }

    /** How many connections the receiver allows. */
    public ConnectionWindow window() {
        return window;
    }

    /** How many messages the receiver allows in a time. */
    public LearnedRate rate() {
        return rate;
    }

    /**
     * One recipient has its outcome.
     *
     * @param connections open or being opened
     * @param limit of the path's connections
     */
    void attempted(Outcome outcome, long beganNanos, int connections, int limit, long nowNanos) {
        Reply reply = outcome.status().reply();
        if (reply == null) {
            rate.unheard(beganNanos);
            return;
        }
        boolean closing = reply.code() == 421 && outcome.status().stage().compareTo(Stage.MAIL) >= 0;
        boolean crowded = closing && speaksOfConnections(reply);
        if (isAboutRate(outcome, closing) && !crowded && config.learnRates()) {
            rate.refused(beganNanos, nowNanos, outcome.status().diagnostic());
        } else {
            rate.taken(beganNanos, nowNanos);
        }
        if (crowded) {
            window.refused(connections - 1, nowNanos, outcome.status().diagnostic());
        } else if (closing && bounceClass(outcome) != BounceClass.RATE_LIMITED) {
            window.pushedBack(connections, nowNanos, outcome.status().diagnostic());
        } else {
            window.taken(connections, limit, nowNanos);
        }
    }

    /** A connection could not be opened while so many others are open. */
    void notOpened(Outcome outcome, int open, long nowNanos) {
        if (isAboutConnections(outcome) || outcome.status().reply() == null && open > 0) {
            window.refused(open, nowNanos, outcome.status().diagnostic());
        }
    }

    /** Whether a connection was refused because of how many there are, not because of who we are. */
    public static boolean isAboutConnections(Outcome outcome) {
        Reply reply = outcome.status().reply();
        return reply != null && (reply.code() == 421 || bounceClass(outcome) == BounceClass.RATE_LIMITED);
    }

    private static boolean isAboutRate(Outcome outcome, boolean closing) {
        EnhancedStatus code = outcome.status().code();
        if (bounceClass(outcome) == BounceClass.RATE_LIMITED) {
            boolean ofMailbox = code.subject() == 1 || code.subject() == 2;
            boolean fewerRecipients = code.subject() == 5 && code.detail() == 3;
            return !ofMailbox && !fewerRecipients;
        }
        return closing && code.subject() == 7;
    }

    private static boolean speaksOfConnections(Reply reply) {
        String words = String.join(" ", reply.lines()).toLowerCase(Locale.ROOT);
        return words.contains("connections") || words.contains("sessions");
    }

    private static BounceClass bounceClass(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Deferred deferred -> deferred.bounceClass();
            case Outcome.Bounced bounced -> bounced.bounceClass();
            default -> BounceClass.OTHER;
        };
    }
}
