package com.penguinmails.mta.schedule;

import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.PriorityClass;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One recipient of one queue. */
record BenchedMail(Labels labels, String domain, long acceptedMillis, long expiresMillis) implements QueuedMail {
    static final OpenRecipients UNTRIED = new Untried();
    private static final int CAMPAIGNS = 10;

    /**
     * One mail for each queue: the queues of a tenant are in up to ten campaigns, those of a campaign differ in their domain. Where
     * there are many sites there are as many domains, and every tenant has mail for others of them.
     */
    static List<BenchedMail> spread(int tenants, int queues, int sites, long now) {
        var mails = new ArrayList<BenchedMail>(queues);
        for (int i = 0; i < queues; i++) {
            int ofTenant = i / tenants;
            var labels = new Labels("tenant" + i % tenants, "campaign" + ofTenant % CAMPAIGNS, "");
            int domain = ofTenant / CAMPAIGNS;
            int own = sites == 1 ? domain : (domain + i % tenants) % sites;
            mails.add(new BenchedMail(labels, "d" + own + ".bench.test", now, now + BenchedQueue.life().toMillis()));
        }
        return mails;
    }

    @Override
    public PriorityClass priority() {
        return PriorityClass.BULK;
    }

    @Override
    public int recipientCount() {
        return 1;
    }

    @Override
    public String domain(int index) {
        return domain;
    }

    @Override
    public String senderDomain() {
        return "sender.bench.test";
    }

    @Override
    public long sendAtMillis() {
        return acceptedMillis;
    }

    @Override
    public @Nullable JobId job() {
        return null;
    }

    private record Untried() implements OpenRecipients {
        @Override
        public boolean isOpen(int index) {
            return true;
        }

        @Override
        public int attempts(int index) {
            return 0;
        }

        @Override
        public long dueMillis(int index) {
            return 0;
        }
    }
}
