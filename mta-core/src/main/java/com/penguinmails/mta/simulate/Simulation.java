package com.penguinmails.mta.simulate;

import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.schedule.MailQueue.QueueSummary;
import com.penguinmails.mta.schedule.QueueAgent;
import com.penguinmails.mta.schedule.QueueProxy;
import com.penguinmails.mta.time.Randomness;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * One run: the queue of a node on a clock that jumps from one instant at which something happens to the next. To be run once, on
 * one thread.
 */
public final class Simulation {
    private static final int BLOCKS_A_TURN = 64;
    private static final int TURNS_BETWEEN_LOOKS = 8_192;
    private static final int MOST_IDLE_TURNS = 1_000;
    private static final int MOST_QUEUES_LOOKED_AT = 10_000;

    private final SimulationPlan plan;
    private final SimulationWatch watch;
    private final SimulationClock clock;
    private final EventQueue events = new EventQueue();
    private final RecipientBlocks blocks;
    private final AudienceGroups groups;
    private final SimulationTally tally;
    private final HoldSampler holds;
    private final QueueAgent agent;
    private final QueueProxy queue;
    private final long recipients;
    private final long endNanos;
    private int idleTurns;

    public Simulation(SimulationPlan plan, SimulationWatch watch) {
        this.plan = plan;
        this.watch = watch;
        clock = new SimulationClock(plan.start());
        recipients = plan.recipients();
        endNanos = plan.most().toNanos();
        List<AudienceDomain> audience = plan.audience();
        var campaign = new RecipientBlocks.Campaign(plan.mail(), new JobId(clock.millis() << 16, plan.seed()),
                clock.millis(), clock.millis() + plan.settings().queue().expiry().toMillis());
        blocks = new RecipientBlocks(audience, campaign);
        Function<AudienceDomain, String> providers = new AudienceProviders(plan.settings().shaping())::of;
        groups = new AudienceGroups(audience, providers);
        tally = new SimulationTally(clock, groups);
        holds = new HoldSampler(audience.size());
        RandomGenerator seeds = Randomness.seeded(plan.seed());
        var router = new SimulatedRouter(audience);
        var network = new SimulatedNetwork(clock, events, Randomness.seeded(seeds.nextLong()),
                models(router, providers));
        agent = new QueueAgent(
                new QueueAgent.Neighbours(new SimulatedLog(blocks, tally),
                        new SimulatedMails(blocks, audience, campaign), network, router),
                plan.settings(), clock, Randomness.seeded(seeds.nextLong()));
        queue = agent.proxy();
    }

    /** Models by site; where domains of one site have models of their own, that of the first domain holds. */
    private Map<String, ReceiverModel> models(SimulatedRouter router,
            Function<AudienceDomain, String> providers) {
        Map<String, ReceiverModel> models = new HashMap<>();
        for (AudienceDomain to : plan.audience()) {
            models.putIfAbsent(router.site(to.domain()), plan.receivers().of(to.domain(), providers.apply(to)));
        }
        return models;
    }

    /** Runs until all have a final outcome, the time is over, the watch ends it or nothing can happen any more. */
    public SimulationResult run() {
        load();
        String stopped = "";
        for (int turn = 1; stopped.isEmpty() && tally.settled() < recipients; turn++) {
            stopped = turn % TURNS_BETWEEN_LOOKS == 0 ? whyNotOn() : step();
        }
        return new SimulationReport(plan.start(), groups, tally).result(clock.nanoTime(), stopped, holds.holds());
    }

    private void load() {
        boolean more = true;
        while (more) {
            more = blocks.give(queue, BLOCKS_A_TURN);
            work();
        }
    }

    private String whyNotOn() {
        var progress = new SimulationWatch.Progress(recipients, tally.settled(), clock.millis());
        return watch.goesOn(progress) ? "" : "it was ended before it was done";
    }

    /** To the next instant; returns why there is none, or an empty text. */
    private String step() {
        long next = Math.min(agent.nextDeadlineNanos(), events.nextNanos());
        if (next == Long.MAX_VALUE) {
            return "nothing of what is left can ever be sent under these rules";
        }
        if (next > endNanos) {
            clock.moveTo(endNanos);
            return "the time that was to be simulated is over";
        }
        if (next > holds.nextNanos()) {
            look(holds.nextNanos());
            return whyNotOn();
        }
        requireProgress(next);
        clock.moveTo(next);
        while (events.nextNanos() <= next) {
            events.take().occur();
        }
        work();
        return "";
    }

    private void look(long nanos) {
        clock.moveTo(nanos);
        CompletableFuture<List<QueueSummary>> queues = queue.queues(MOST_QUEUES_LOOKED_AT).toCompletableFuture();
        work();
        holds.look(queues.join(), nanos);
    }

    private void work() {
        while (agent.doWork() > 0) {
            idleTurns = 0;
        }
    }

    private void requireProgress(long next) {
        if (next > clock.nanoTime()) {
            idleTurns = 0;
        } else if (++idleTurns > MOST_IDLE_TURNS) {
            throw new IllegalStateException("the queue wants to work and has nothing to do");
        }
    }
}
