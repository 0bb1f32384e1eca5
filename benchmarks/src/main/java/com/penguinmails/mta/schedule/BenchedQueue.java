package com.penguinmails.mta.schedule;

import com.penguinmails.mta.config.DeliveryConfig;
import com.penguinmails.mta.config.QueueConfig;
import com.penguinmails.mta.config.ShapingConfig;
import com.penguinmails.mta.connect.LocalEndpoint;
import com.penguinmails.mta.connect.RemoteHost;
import com.penguinmails.mta.message.SpoolRef;
import com.penguinmails.mta.resolve.DeliveryPlan;
import com.penguinmails.mta.resolve.Resolution;
import com.penguinmails.mta.time.Clock;
import com.penguinmails.mta.time.Randomness;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A whole queue whose mail all goes to one site, with a disk and a network that answer at once. It stands in the package of the
 * queue because it measures parts that nobody outside sees. For one thread.
 *
 * <p>Recipients are spread over the queues in turn, and each is an acceptance of its own, which is what takes the most memory.
 */
public final class BenchedQueue {
    private final Clock clock;
    private final QueueAgent agent;
    private final BenchedNetwork network;
    private final BenchedDisk disk = new BenchedDisk();
    private final List<BenchedMail> mails;
    private long restored;

    /**
     * @param queues how many there are, by tenant, campaign and domain
     * @param sends whether connections take mail; else all of it stays ready, to be picked and given back
     */
    public BenchedQueue(Clock clock, int tenants, int queues, boolean sends) {
        this.clock = clock;
        network = new BenchedNetwork(sends);
        mails = BenchedMail.spread(tenants, queues, clock.millis());
        QueueConfig defaults = QueueConfig.defaults();
        agent = new QueueAgent(new QueueAgent.Neighbours(disk, disk, network, _ -> CompletableFuture.completedFuture(
                new Resolution.Routed(
                        new DeliveryPlan("mx.bench.test", List.of(new RemoteHost("mx.bench.test", 25, 0))),
                        Long.MAX_VALUE))),
                new QueueAgent.Settings(defaults, DeliveryConfig.defaults(),
                        ShapingConfig.defaults(),
                        List.of(new LocalEndpoint("a", null, null, "a.bench.test"))),
                clock, Randomness.seeded(1));
    }

    /** Takes in recipients as a start of the node does, round the queues. */
    public void restore(int recipients) {
        for (int i = 0; i < recipients; i++) {
            BenchedMail mail = mails.get((int) (restored % mails.size()));
            agent.restore(++restored, new SpoolRef(restored << 10), mail, BenchedMail.UNTRIED);
        }
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
     * Picks for one connection as {@link Picker#pick} does, then gives all back; only the picking is timed.
     *
     * @return nanoseconds for each
     */
    public double pickNanos(int picks) {
        Session session = network.session();
        Picker picker = agent.picker();
        var picked = new @Nullable Transaction[picks];
        long begin = clock.nanoTime();
        for (int i = 0; i < picks; i++) {
            picked[i] = picker.pick(session);
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
