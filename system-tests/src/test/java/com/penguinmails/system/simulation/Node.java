package com.penguinmails.system.simulation;

import com.penguinmails.mta.accept.AcceptLimits;
import com.penguinmails.mta.accept.Acceptor;
import com.penguinmails.mta.accept.IdempotencyLedger;
import com.penguinmails.mta.accept.NodeAcceptor;
import com.penguinmails.mta.compose.MailComposer;
import com.penguinmails.mta.config.ByteSize;
import com.penguinmails.mta.config.ConfigException;
import com.penguinmails.mta.config.ConfigReader;
import com.penguinmails.mta.config.NodeConfig;
import com.penguinmails.mta.config.QueueConfig;
import com.penguinmails.mta.config.SpoolConfig;
import com.penguinmails.mta.connect.LocalEndpoint;
import com.penguinmails.mta.connect.NettyConnector;
import com.penguinmails.mta.connect.NettyTransport;
import com.penguinmails.mta.connect.OutboundTls;
import com.penguinmails.mta.counter.Counters;
import com.penguinmails.mta.deliver.SessionTools;
import com.penguinmails.mta.event.DeliveryEvent;
import com.penguinmails.mta.event.EventSink;
import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.outcome.BounceClassifier;
import com.penguinmails.mta.outcome.OutcomePolicy;
import com.penguinmails.mta.schedule.QueueAgent;
import com.penguinmails.mta.schedule.QueueProxy;
import com.penguinmails.mta.spool.Balance;
import com.penguinmails.mta.spool.Books;
import com.penguinmails.mta.spool.MemoryDisk;
import com.penguinmails.mta.spool.MemorySpool;
import com.penguinmails.mta.spool.QueueFeed;
import com.penguinmails.mta.spool.QueueOutcomes;
import com.penguinmails.mta.spool.Spool;
import com.penguinmails.mta.time.Clock;
import com.penguinmails.mta.time.Randomness;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLException;

/** One life of the node, from its start to its death: the stages as they are, stepped on one thread. */
final class Node {
    private static final int MOST_TURNS = 200_000;
    private static final int SLOWEST_COMMIT_NANOS = 5_000_000;
    private static final SpoolConfig SPOOL = new SpoolConfig("memory", new ByteSize(20_000), new ByteSize(1 << 20), 110,
            64,
            new ByteSize(1 << 20), 50);
    private static final NodeConfig CONFIG = config();
    private static final SslContext TLS = tls();
    private static final OutcomePolicy POLICY = new OutcomePolicy(new BounceClassifier());

    private final World world;
    private final Laws laws;
    private final MemorySpool spool;
    private final SimulatedLoop loop;
    private final WatchedConnector connector;
    private final QueueAgent agent;
    private final QueueProxy queue;
    private final Acceptor acceptor;
    private boolean dead;
    private boolean commitAsked;

    /** What it is set up with. */
    record Settings(Rules rules, List<LocalEndpoint> sources, int maxRecipients) {}

    private static NodeConfig config() {
        String text = """
                name = "node.example"
                [queue]
                first_retry = "10s"
                max_retry = "30min"
                expiry = "12h"
                max_recipients = 1000
                [delivery]
                tls = "off"
                ipv6 = "off"
                max_connections = 9
                max_recipients_per_transaction = 5
                greeting_timeout = "1min"
                command_timeout = "1min"
                mail_timeout = "1min"
                rcpt_timeout = "1min"
                data_timeout = "1min"
                block_timeout = "1min"
                end_timeout = "2min"
                """;
        try {
            return ConfigReader.parse(Path.of("node.toml"), text, NodeConfig.class);
        } catch (ConfigException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SslContext tls() {
        try {
            return OutboundTls.opportunistic();
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts a node over what the disk holds. */
    Node(World world, Laws laws, Network network, Storage storage, Settings settings) {
        this.world = world;
        this.laws = laws;
        Clock clock = world.clock();
        spool = MemorySpool.stepped(storage.disk(), SPOOL, new WhileAlive(storage.events()), clock);
        loop = new SimulatedLoop(world);
        var transport = new NettyTransport(loop, network::newChannel);
        var tools = new SessionTools(POLICY, clock, TLS, new Counters());
        connector = new WatchedConnector(
                new NettyConnector(transport, network.addresses(), CONFIG.delivery(), tools), laws);
        var composer = MailComposer.unsigned(spool, "node.example", clock, new StepWorkers(world, () -> !dead));
        agent = new QueueAgent(new QueueAgent.Neighbours(new QueueOutcomes(spool), composer, connector, network::route),
                new QueueAgent.Settings(queueConfig(settings.maxRecipients()), CONFIG.delivery(),
                        settings.rules().shaping(),
                        settings.sources()),
                clock, Randomness.seeded(world.random().nextLong()));
        queue = agent.proxy();
        var ledger = new IdempotencyLedger(clock, 100_000);
        recover(new Recovery(agent, ledger, spool, laws));
        acceptor = new NodeAcceptor(spool, queue, ledger, AcceptLimits.of(CONFIG), clock, new Counters());
    }

    private static QueueConfig queueConfig(int maxRecipients) {
        QueueConfig queue = CONFIG.queue();
        return new QueueConfig(queue.firstRetry(), queue.maxRetry(), queue.jitter(), queue.expiry(), maxRecipients,
                queue.memory(), queue.resumeBelow(), queue.whileRecovering(), queue.seed());
    }

    /** What outlives the node. */
    record Storage(MemoryDisk disk, SimulatedEvents events) {}

    private void recover(Recovery recovery) {
        try {
            spool.observe(new QueueFeed(queue, spool::job));
            spool.recover(recovery);
            if (spool.books().node().accepted() > 0) {
                agent.continueLimits();
            }
            spool.start();
            laws.recovered();
        } catch (IOException e) {
            throw new IllegalStateException("the journal could not be read", e);
        }
    }

    /** What a dead node writes is not there. */
    private final class WhileAlive implements EventSink {
        private final EventSink sink;

        WhileAlive(EventSink sink) {
            this.sink = sink;
        }

        @Override
        public void publish(DeliveryEvent event) {
            if (!dead) {
                sink.publish(event);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void force() {
            if (!dead) {
                sink.force();
            }
        }

        @Override
        public long lastJournalSequence() {
            return sink.lastJournalSequence();
        }

        @Override
        public boolean endsWith(EventType type) {
            return sink.endsWith(type);
        }
    }

    /** Does all that can be done now. */
    void work() {
        int turns = 0;
        int done;
        do {
            done = dead ? 0 : loop.run() + agent.doWork();
            turns++;
            laws.require(turns < MOST_TURNS, "the queue comes to rest");
        } while (done > 0);
        if (!dead) {
            laws.require(agent.nextDeadlineNanos() > world.nanoTime(), "nothing polls");
            if (turns > 1) {
                askCommit();
            }
        }
    }

    /** Answers what the queue was asked, and does nothing else that takes time. */
    void answer() {
        while (agent.doWork() > 0) {
            // Each is a question.
        }
    }

    /** Something may have been handed to the spool: it commits a moment later. */
    void askCommit() {
        if (!commitAsked) {
            commitAsked = true;
            world.later(world.random().nextInt(SLOWEST_COMMIT_NANOS), this::commit);
        }
    }

    private void commit() {
        commitAsked = false;
        if (!dead && spool.doWork() > 0) {
            askCommit();
        }
    }

    /** From this instant nothing that it does counts. */
    void die() {
        dead = true;
    }

    boolean isDead() {
        return dead;
    }

    long nextDeadlineNanos() {
        return dead ? Long.MAX_VALUE : Math.min(agent.nextDeadlineNanos(), loop.nextDeadlineNanos());
    }

    long queueDeadlineNanos() {
        return agent.nextDeadlineNanos();
    }

    boolean isStill() {
        return connector.isStill();
    }

    int connections() {
        return connector.connections();
    }

    Balance books() {
        return spool.books().node();
    }

    Books.BooksSnapshot snapshot() {
        return spool.books().snapshot();
    }

    int queuedRecipients() {
        return queue.queuedRecipients();
    }

    Acceptor acceptor() {
        return acceptor;
    }

    QueueProxy queue() {
        return queue;
    }

    Spool spool() {
        return spool;
    }
}
