package com.penguinmails.mta.message;

/** One recipient's address (RFC 5321 §4.1.1.3). Source routes are not kept (RFC 5321 appendix C). */
public record ForwardPath(Mailbox mailbox) {

    /** @throws IllegalArgumentException if the text is no address */
    public static ForwardPath parse(String address) {
        return new ForwardPath(Mailbox.parse(address));
    }

    /** The receiving domain in lower case, as A-labels; what the queue is named by. */
    public String domain() {
        return mailbox.domain();
    }

    @Override
    public String toString() {
        return mailbox.toString();
    }
}
