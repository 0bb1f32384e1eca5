package com.penguinmails.mta.accept;

import com.penguinmails.mta.config.NodeConfig;
import java.time.Duration;

/**
 * What no message may exceed, whichever listener it came by; each listener may be stricter.
 *
 * @param maxMessageSize octets
 * @param maxRecipients of one message
 * @param expiry how long a message is tried that does not say itself
 */
public record AcceptLimits(long maxMessageSize, int maxRecipients, Duration expiry) {

    /** The larger of the two listeners' limits. */
    public static AcceptLimits of(NodeConfig config) {
        return new AcceptLimits(
                Math.max(config.smtp().maxMessageSize().bytes(), config.http().maxMessageSize().bytes()),
                Math.max(config.smtp().maxRecipients(), config.http().maxRecipients()), config.queue().expiry());
    }
}
