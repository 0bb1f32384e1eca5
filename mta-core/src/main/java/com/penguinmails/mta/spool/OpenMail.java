package com.penguinmails.mta.spool;

import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.schedule.QueuedMail;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the queue needs to know of an acceptance, read out of its record without the rest.
 *
 * @param senderDomain the domain of the From field; empty where the job of the rows is not known any more
 * @param domains the receiving domain of each recipient
 */
record OpenMail(Labels labels, PriorityClass priority, String senderDomain, List<String> domains, long acceptedMillis,
        long sendAtMillis, long expiresMillis, @Nullable JobId job) implements QueuedMail {

    OpenMail withSenderDomain(String domain) {
        return new OpenMail(labels, priority, domain, domains, acceptedMillis, sendAtMillis, expiresMillis, job);
    }

    @Override
    public int recipientCount() {
        return domains.size();
    }

    @Override
    public String domain(int index) {
        return domains.get(index);
    }
}
