package com.penguinmails.benchmarks;

import com.penguinmails.mta.cli.inject.InjectionPlan;
import com.penguinmails.mta.cli.inject.InjectionSummary;
import com.penguinmails.mta.cli.inject.Injector;
import com.penguinmails.mta.cli.inject.MailTemplate;
import com.penguinmails.mta.cli.inject.SmtpSubmitter;
import com.penguinmails.mta.cli.inject.Submitter;
import com.penguinmails.mta.config.ByteSize;
import com.penguinmails.mta.config.Endpoint;
import com.penguinmails.mta.time.Clock;
import java.io.IOException;
import java.net.InetSocketAddress;

/** Messages for a node, run after run. For one thread. */
final class RelayLoad {
    private static final long LOOK_MILLIS = 25;
    private static final double LONGEST_SECONDS = 120;

    private final ChildJvm node;
    private final Clock clock;
    private final ByteSize size;
    private final int connections;
    private final InetSocketAddress target;
    private long number;

    /** Waits until the node is up. */
    RelayLoad(ChildJvm node, Clock clock, ByteSize size, int connections) throws IOException {
        this.node = node;
        this.clock = clock;
        this.size = size;
        this.connections = connections;
        this.target = Endpoint.parse(node.expect("up").substring("up ".length())).toSocketAddress();
    }

    /** Submits messages and waits until each is delivered. */
    RelayCost relay(int messages) throws IOException, InterruptedException {
        var mail = new MailTemplate("bench@" + RelaySetup.SENDER_DOMAIN, "user{n}@d{d}.test", RelaySetup.DOMAINS, size,
                "run" + number++, clock.instant());
        NodeUsage before = usage();
        long begin = clock.nanoTime();
        var injector = new Injector(new InjectionPlan(messages, 0, connections), () -> submitter(mail), clock);
        injector.run();
        InjectionSummary summary = injector.summary();
        if (summary.accepted() < messages) {
            throw new IOException("of " + messages + " messages the node accepted " + summary.accepted() + ": "
                    + summary.replies() + " " + summary.lastFailure());
        }
        NodeUsage after = usage();
        while (after.delivered() - before.delivered() < messages) {
            if (after.lost() > 0 || (clock.nanoTime() - begin) / 1e9 > LONGEST_SECONDS) {
                throw new IOException("not every message was delivered: " + after);
            }
            Thread.sleep(LOOK_MILLIS);
            after = usage();
        }
        return RelayCost.between(before, after, (clock.nanoTime() - begin) / 1e9);
    }

    private NodeUsage usage() throws IOException {
        return NodeUsage.parse(node.ask("usage"));
    }

    private Submitter submitter(MailTemplate mail) {
        return new ReconnectingSubmitter(new SmtpSubmitter(target, false, mail));
    }

    /** Opens a new connection after so many messages, as clients do. */
    private static final class ReconnectingSubmitter implements Submitter {
        private static final int MESSAGES = 50;

        private final SmtpSubmitter submitter;
        private int submitted;

        ReconnectingSubmitter(SmtpSubmitter submitter) {
            this.submitter = submitter;
        }

        @Override
        public int submit(long message) throws IOException {
            if (submitted++ == MESSAGES) {
                submitted = 1;
                submitter.close();
            }
            return submitter.submit(message);
        }

        @Override
        public void close() {
            submitter.close();
        }
    }
}
