package com.penguinmails.mta.schedule;

import com.penguinmails.mta.config.DeliveryConfig;
import com.penguinmails.mta.config.LimitConfig;
import com.penguinmails.mta.config.LimitDimension;
import com.penguinmails.mta.config.QueueConfig;
import com.penguinmails.mta.config.Rate;
import com.penguinmails.mta.config.ShapingConfig;
import com.penguinmails.mta.connect.LocalEndpoint;
import com.penguinmails.mta.connect.RemoteHost;
import com.penguinmails.mta.message.SpoolRef;
import com.penguinmails.mta.resolve.DeliveryPlan;
import com.penguinmails.mta.resolve.Resolution;
import com.penguinmails.mta.resolve.Router;
import com.penguinmails.mta.time.Clock;
import com.penguinmails.mta.time.Randomness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A whole queue, with a disk and a network that answer at once. It stands in the package of the queue because it measures parts
 * that nobody outside sees. For one thread.
 *
 * <p>Recipients are spread over the queues in turn, and each is an acceptance of its own, which is what takes the most memory.
 */
public final class BenchedQueue {
    private static final long SEED = 1;
    private static final Rate AMPLE = new Rate(10_000_000, Duration.ofSeconds(1));
    /** Ten ways to count the same mail. */
    private static final List<List<LimitDimension>> COUNTED = List.of(List.of(), List.of(LimitDimension.TENANT),
            List.of(LimitDimension.CAMPAIGN), List.of(LimitDimension.SENDER_DOMAIN), List.of(LimitDimension.DOMAIN),
            List.of(LimitDimension.TENANT, LimitDimension.DOMAIN),
            List.of(LimitDimension.CAMPAIGN, LimitDimension.DOMAIN), List.of(LimitDimension.SITE),
            List.of(LimitDimension.SOURCE), List.of(LimitDimension.TENANT, LimitDimension.SITE));

    private final Clock clock;
    private final QueueAgent agent;
    private final BenchedNetwork network;
    private final BenchedDisk disk = new BenchedDisk();
    private final RandomGenerator random = Randomness.seeded(SEED);
    private final List<BenchedMail> mails;
    private final boolean scattered;
    private long restored;
    private int turn;

    /**
     * What stands in it.
     *
     * @param queues how many there are, by tenant, campaign and domain
     * @param sites that the mail goes to
     * @param limits that each recipient is counted by, none of which ever closes; at most ten
     * @param scattered whether recipients lie anywhere in memory, as they do after long use; else in the order of their turns, which
     *     a processor reads ahead in
     */
    public record Content(int tenants, int queues, int sites, int limits, boolean scattered) {
        /** All for one site, without a limit but those of its path, and in order. */
        public static Content plain(int tenants, int queues) {
            return new Content(tenants, queues, 1, 0, false);
        }
    }

    /** @param sends whether connections take mail; else all of it stays ready, to be picked and given back */
    public BenchedQueue(Clock clock, Content content, boolean sends) {
        this.clock = clock;
        network = new BenchedNetwork(sends);
        mails = new ArrayList<>(
                BenchedMail.spread(content.tenants(), content.queues(), content.sites(), clock.millis()));
        if (content.scattered()) {
            Collections.shuffle(mails, random);
        }
        agent = new QueueAgent(new QueueAgent.Neighbours(disk, disk, network, router(content.sites())),
                new QueueAgent.Settings(QueueConfig.defaults(), DeliveryConfig.defaults(),
                        ShapingConfig.defaults().withMoreLimits(limits(content.limits())),
                        List.of(new LocalEndpoint("a", null, null, "a.bench.test"))),
                clock, random);
        scattered = content.scattered();
    }

    /** A domain's site is its own where there are many. */
    private static Router router(int sites) {
        return domain -> {
            String host = sites == 1 ? "mx.bench.test" : "mx." + domain;
            return CompletableFuture.completedFuture(new Resolution.Routed(
                    new DeliveryPlan(host, List.of(new RemoteHost(host, 25, 0))), Long.MAX_VALUE));
        };
    }

    private static List<LimitConfig> limits(int count) {
        List<LimitConfig> limits = new ArrayList<>();
        for (List<LimitDimension> per : COUNTED.subList(0, count)) {
            limits.add(new LimitConfig("limit" + limits.size(), null, null, null, null, null, null, null,
                    per.stream().map(LimitDimension::key).toList(), AMPLE, null, null, null, null));
        }
        return limits;
    }

    /** Takes in recipients as a start of the node does, round the queues. */
    public void restore(int recipients) {
        if (scattered) {
            scatter(recipients);
        }
        for (int i = 0; i < recipients; i++) {
            BenchedMail mail = mails.get((int) (restored % mails.size()));
            agent.restore(++restored, new SpoolRef(restored << 10), mail, BenchedMail.UNTRIED);
        }
    }

    /** Slots are free in any order, as when as many recipients have left, each at its own time. */
    private void scatter(int recipients) {
        SlotTable slots = agent.slots();
        List<Integer> taken = new ArrayList<>(recipients);
        for (int i = 0; i < recipients; i++) {
            taken.add(slots.allocate(0, 0, 0, 0));
        }
        Collections.shuffle(taken, random);
        taken.forEach(slots::free);
    }

    /** Lets every queue come to the line of its site. */
    public void settle() {
        int work = agent.doWork();
        while (work > 0 && disk.settled() == 0) {
            work = agent.doWork();
        }
    }

    /** Octets outside the heap. */
    public long bytes() {
        return agent.bytes();
    }

    /**
     * Picks for one connection of each site in turn as {@link Picker#pick} does, then gives all back; only the picking is timed.
     *
     * @return nanoseconds for each
     */
    public double pickNanos(int picks) {
        List<Session> sessions = network.sessions();
        Picker picker = agent.picker();
        var picked = new @Nullable Transaction[picks];
        long begin = clock.nanoTime();
        for (int i = 0; i < picks; i++) {
            turn = turn + 1 < sessions.size() ? turn + 1 : 0;
            picked[i] = picker.pick(sessions.get(turn));
        }
        long nanos = clock.nanoTime() - begin;
        for (int i = picks - 1; i >= 0; i--) {
            picker.giveBack(Objects.requireNonNull(picked[i], "the line of the site ran empty"));
        }
        return (double) nanos / picks;
    }

    /** All that the queue does for a message, from the line of its site to its last outcome, without disk and network. */
    public double turnNanos(int messages) {
        long goal = disk.settled() + messages;
        long before = disk.settled();
        long begin = clock.nanoTime();
        while (disk.settled() < goal) {
            int _ = agent.doWork();
        }
        return (double) (clock.nanoTime() - begin) / (disk.settled() - before);
    }

    /** How long mail lives here. */
    static Duration life() {
        return Duration.ofDays(5);
    }
}
