package com.penguinmails.mta.message;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One recipient of a message.
 *
 * @param forwardPath where the message goes
 * @param notifyOn what the sender asked for (RFC 3461 §4.1); empty when nothing was asked
 * @param originalRecipient the ORCPT parameter in xtext as it came (RFC 3461 §4.2), or null
 */
public record Recipient(ForwardPath forwardPath, Set<Notify> notifyOn, @Nullable String originalRecipient) {

    public Recipient {
        notifyOn = Set.copyOf(notifyOn);
        if (notifyOn.contains(Notify.NEVER) && notifyOn.size() > 1) {
            throw new IllegalArgumentException("NOTIFY=NEVER stands alone");
        }
    }

    public static Recipient of(ForwardPath forwardPath) {
        return new Recipient(forwardPath, Set.of(), null);
    }
}
