package com.penguinmails.mta.simulate;

import com.penguinmails.mta.config.ByteSize;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.schedule.QueueAgent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * All that a simulation goes by: the same plan gives the same result.
 *
 * @param audience who is written to, each domain once
 * @param receivers how the audience's receivers behave
 * @param mail what is sent
 * @param settings the queue's, as a node has them
 * @param start when the whole audience is accepted
 * @param most how much time is simulated at most
 * @param seed of all randomness
 */
public record SimulationPlan(List<AudienceDomain> audience, ReceiverModels receivers, Mail mail,
        QueueAgent.Settings settings, Instant start, Duration most, long seed) {

    public SimulationPlan {
        audience = List.copyOf(audience);
    }

    /**
     * What the mails of the campaign have in common.
     *
     * @param labels whom they are accounted to
     * @param senderDomain the domain of their From field; empty for none
     * @param priority their class
     * @param size of each
     */
    public record Mail(Labels labels, String senderDomain, PriorityClass priority, ByteSize size) {}

    /** How many are written to. */
    public long recipients() {
        return audience.stream().mapToLong(AudienceDomain::recipients).sum();
    }
}
