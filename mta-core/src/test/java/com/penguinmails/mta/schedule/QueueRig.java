package com.penguinmails.mta.schedule;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.penguinmails.mta.config.ByteSize;
import com.penguinmails.mta.config.ConfigException;
import com.penguinmails.mta.config.ConfigReader;
import com.penguinmails.mta.config.DeliveryConfig;
import com.penguinmails.mta.config.PathLimitsConfig;
import com.penguinmails.mta.config.QueueConfig;
import com.penguinmails.mta.config.Rate;
import com.penguinmails.mta.config.ShapingConfig;
import com.penguinmails.mta.connect.LocalEndpoint;
import com.penguinmails.mta.connect.RemoteHost;
import com.penguinmails.mta.message.Envelope;
import com.penguinmails.mta.message.ForwardPath;
import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.MessageId;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.message.Recipient;
import com.penguinmails.mta.message.ReversePath;
import com.penguinmails.mta.resolve.DeliveryPlan;
import com.penguinmails.mta.resolve.Resolution;
import com.penguinmails.mta.spool.ContentRef;
import com.penguinmails.mta.spool.JournalRecord;
import com.penguinmails.mta.spool.QueueFeed;
import com.penguinmails.mta.spool.QueueOutcomes;
import com.penguinmails.mta.time.Randomness;
import com.penguinmails.testkit.time.VirtualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The whole queue on one thread and a virtual clock, with a spool, mails, a network and DNS that do as they are told. */
final class QueueRig {
    private static final int MOST_STEPS = 20_000_000;

    /** What can be set before the queue starts. */
    static final class Setup {
        QueueConfig queue = new QueueConfig(Duration.ofMinutes(5), Duration.ofHours(4), 20, Duration.ofDays(5),
                1_000_000, ByteSize.ofMiB(1024), 90, "accept", 0);
        DeliveryConfig delivery = DeliveryConfig.defaults();
        ShapingConfig shaping = ShapingConfig.defaults();
        List<LocalEndpoint> sources = List.of(source("a"));
        long seed = 1;

        @CanIgnoreReturnValue
        Setup limits(int connections, int messages, @Nullable String rate, @Nullable String connectionRate) {
            shaping = new ShapingConfig(shaping.providers(),
                    new PathLimitsConfig(connections, messages, parse(rate), parse(connectionRate), null),
                    shaping.paths(), shaping.limits(), shaping.shares(), shaping.pools(),
                    shaping.poolRules(), shaping.feedback(), shaping.automation(), shaping.warmupPlans(),
                    shaping.warmups());
            return this;
        }

        /** The limits of a {@code shaping.toml}. */
        @CanIgnoreReturnValue
        Setup shaping(String toml) {
            try {
                shaping = ConfigReader.parse(Path.of("shaping.toml"), toml, ShapingConfig.class);
            } catch (ConfigException e) {
                throw new IllegalArgumentException(e);
            }
            return this;
        }

        private static @Nullable Rate parse(@Nullable String rate) {
            return rate == null ? null : Rate.parse(rate);
        }
    }

    final VirtualClock clock = new VirtualClock();
    final SimulatedTime time = new SimulatedTime(clock);
    final SimulatedSpool spool = new SimulatedSpool(clock);
    final SimulatedMails mails = new SimulatedMails(clock, spool);
    final SimulatedNetwork network = new SimulatedNetwork(clock);
    final Map<String, Integer> questions = new HashMap<>();
    /** What DNS says; by default each domain is a site of its own. */
    Function<String, Resolution> dns = domain -> routed("mx." + domain, Long.MAX_VALUE);
    final QueueAgent agent;
    final QueueProxy proxy;
    private VirtualClock.@Nullable Scheduled wake;
    private long nextId;

    QueueRig() {
        this(new Setup());
    }

    QueueRig(Setup setup) {
        agent = new QueueAgent(new QueueAgent.Neighbours(new QueueOutcomes(spool), mails, network, this::resolve),
                new QueueAgent.Settings(setup.queue, setup.delivery, setup.shaping, setup.sources),
                time, Randomness.seeded(setup.seed));
        proxy = agent.proxy();
        spool.observe(new QueueFeed(proxy, _ -> Optional.empty()));
    }

    static LocalEndpoint source(String name) {
        return new LocalEndpoint(name, null, null, name + ".sender.example");
    }

    static Resolution routed(String site, long expiresMillis) {
        return new Resolution.Routed(new DeliveryPlan(site, List.of(new RemoteHost(site, 25, 0))), expiresMillis);
    }

    private CompletableFuture<Resolution> resolve(String domain) {
        questions.merge(domain, 1, Integer::sum);
        CompletableFuture<Resolution> answer = new CompletableFuture<>();
        var _ = clock.schedule(Duration.ofMillis(1), () -> answer.complete(dns.apply(domain)));
        return answer;
    }

    @CanIgnoreReturnValue
    long message(String tenant, String... recipients) {
        return message(tenant, PriorityClass.BULK, 0, Duration.ofDays(5), recipients);
    }

    @CanIgnoreReturnValue
    long message(String tenant, PriorityClass priority, long sendAtMillis, Duration life, String... recipients) {
        long now = clock.millis();
        return spool.accept(new JournalRecord.Message(new MessageId(1, ++nextId), new Labels(tenant, "c", ""), priority,
                Envelope.of(ReversePath.parse("sender@sender.example")),
                Arrays.stream(recipients).map(address -> Recipient.of(ForwardPath.parse(address))).toList(),
                "sender.example", "", now, Math.max(now, sendAtMillis), now + life.toMillis(), new ContentRef(1, 1),
                null));
    }

    /** Rows of one job, all for one domain. */
    @CanIgnoreReturnValue
    long rows(JobId job, String tenant, String domain, int count) {
        long now = clock.millis();
        return spool.accept(new JournalRecord.JobRows(job, new Labels(tenant, "c", ""), PriorityClass.BULK, 0,
                Collections.nCopies(count, domain), now, now, now + Duration.ofDays(5).toMillis(),
                new ContentRef(1, 1)));
    }

    /** Lets the queue do all that can be done now. */
    void work() {
        int turns = 0;
        while (agent.doWork() > 0) {
            if (++turns > MOST_STEPS) {
                throw new AssertionError("the queue works without end");
            }
        }
        if (agent.nextDeadlineNanos() <= clock.nanoTime()) {
            throw new AssertionError("the queue wants to work and has nothing to do: it polls");
        }
    }

    /** Goes on, event by event, until the condition holds; fails when nothing is left to happen. */
    void runUntil(BooleanSupplier condition) {
        work();
        for (int i = 0; i < MOST_STEPS && !condition.getAsBoolean(); i++) {
            step();
        }
        if (!condition.getAsBoolean()) {
            throw new AssertionError("the condition never held");
        }
    }

    void runFor(Duration time) {
        long end = clock.nanoTime() + time.toNanos();
        VirtualClock.Scheduled stop = clock.schedule(time, () -> {});
        work();
        while (clock.nanoTime() < end) {
            step();
        }
        stop.cancel();
    }

    /** Until every accepted recipient has a final outcome. */
    void runToEnd() {
        runUntil(() -> spool.finals() == spool.accepted());
    }

    /** To the next event of the world or the queue's own deadline, whichever is first. */
    void step() {
        if (wake != null) {
            wake.cancel();
        }
        long deadline = agent.nextDeadlineNanos();
        if (deadline != Long.MAX_VALUE) {
            wake = clock.schedule(Duration.ofNanos(Math.max(0, deadline - clock.nanoTime())), () -> {});
        }
        if (!clock.runNext()) {
            throw new AssertionError("nothing is left to happen, " + (spool.accepted() - spool.finals()) + " open");
        }
        work();
    }
}
