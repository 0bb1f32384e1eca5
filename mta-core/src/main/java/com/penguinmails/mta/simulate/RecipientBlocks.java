package com.penguinmails.mta.simulate;

import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.message.SpoolRef;
import com.penguinmails.mta.schedule.QueueProxy;
import com.penguinmails.mta.schedule.QueuedMail;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives an audience to the queue in blocks of rows, as a job's rows come: each block has one domain, so that a block's number
 * says which. For one thread.
 */
final class RecipientBlocks {
    private static final int ROWS = 256;

    /** What all rows have in common. */
    record Campaign(SimulationPlan.Mail mail, JobId job, long acceptedMillis, long expiresMillis) {}

    /** Some rows of one domain. */
    private record Block(Campaign campaign, String domain, int recipientCount) implements QueuedMail {
        @Override
        public Labels labels() {
            return campaign.mail().labels();
        }

        @Override
        public PriorityClass priority() {
            return campaign.mail().priority();
        }

        @Override
        public String senderDomain() {
            return campaign.mail().senderDomain();
        }

        @Override
        public String domain(int index) {
            return domain;
        }

        @Override
        public long acceptedMillis() {
            return campaign.acceptedMillis();
        }

        @Override
        public long sendAtMillis() {
            return campaign.acceptedMillis();
        }

        @Override
        public long expiresMillis() {
            return campaign.expiresMillis();
        }

        @Override
        public @Nullable JobId job() {
            return campaign.job();
        }
    }

    private final List<AudienceDomain> audience;
    private final Campaign campaign;
    private int[] domainOfBlock = new int[1024];
    private int blocks;
    private int domain;
    private long given;

    RecipientBlocks(List<AudienceDomain> audience, Campaign campaign) {
        this.audience = audience;
        this.campaign = campaign;
    }

    /** Which domain of the audience the rows of an acceptance have. */
    int domain(long acceptance) {
        return domainOfBlock[(int) acceptance - 1];
    }

    /** Gives so many blocks to the queue; false when there are no more. */
    boolean give(QueueProxy queue, int most) {
        for (int i = 0; i < most && domain < audience.size(); i++) {
            AudienceDomain to = audience.get(domain);
            int count = (int) Math.min(ROWS, to.recipients() - given);
            int acceptance = number(domain);
            queue.accepted(acceptance, new SpoolRef(acceptance), new Block(campaign, to.domain(), count));
            given += count;
            if (given == to.recipients()) {
                domain++;
                given = 0;
            }
        }
        return domain < audience.size();
    }

    private int number(int ofDomain) {
        if (blocks == domainOfBlock.length) {
            domainOfBlock = Arrays.copyOf(domainOfBlock, blocks * 2);
        }
        domainOfBlock[blocks] = ofDomain;
        return ++blocks;
    }
}
