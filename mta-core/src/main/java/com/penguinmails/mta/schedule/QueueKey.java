package com.penguinmails.mta.schedule;

import com.penguinmails.mta.message.MailSelector;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.shape.Suspensions;

/** Names one queue. Campaign and sending domain may be empty. */
record QueueKey(String tenant, String campaign, String senderDomain, String domain, PriorityClass priority) {

    /** What suspensions and overrides know it by. */
    Suspensions.Mail mail() {
        return new Suspensions.Mail(tenant, campaign, senderDomain, domain);
    }

    /** Whether a selector picks it out, as far as that can be said of mail alone. */
    boolean isPickedBy(MailSelector selector) {
        return selector.matchesMail(tenant, campaign, senderDomain, domain);
    }
}
