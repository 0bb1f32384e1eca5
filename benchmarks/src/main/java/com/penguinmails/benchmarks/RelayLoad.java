package com.penguinmails.benchmarks;

import com.penguinmails.mta.cli.inject.InjectionPlan;
import com.penguinmails.mta.cli.inject.InjectionSummary;
import com.penguinmails.mta.cli.inject.Injector;
import com.penguinmails.mta.cli.inject.MailTemplate;
import com.penguinmails.mta.cli.inject.SmtpSubmitter;
import com.penguinmails.mta.cli.inject.Submitter;
import com.penguinmails.mta.config.ByteSize;
import com.penguinmails.mta.time.Clock;
import java.io.IOException;
import java.util.function.Function;

/** Messages for a mail server, run after run. For one thread. */
final class RelayLoad {
    private static final long LOOK_MILLIS = 25;
    private static final double LONGEST_SECONDS = 120;

    private final MeasuredServer server;
    private final Clock clock;
    private final ByteSize size;
    private final int connections;
    private final Function<MailTemplate, Submitter> submitters;
    private long number;

    /** @param submitters one for each connection of a run */
    RelayLoad(MeasuredServer server, Clock clock, ByteSize size, int connections,
            Function<MailTemplate, Submitter> submitters) {
        this.server = server;
        this.clock = clock;
        this.size = size;
        this.connections = connections;
        this.submitters = submitters;
    }

    /** Without pipelining, a new connection after so many messages, as clients do. */
    static RelayLoad bySmtp(MeasuredServer server, Clock clock, ByteSize size, int connections) {
        return new RelayLoad(server, clock, size, connections,
                mail -> new ReconnectingSubmitter(new SmtpSubmitter(server.smtp(), false, mail)));
    }

    /** Submits messages as fast as they are taken and waits until each is delivered. */
    RelayCost relay(int messages) throws IOException, InterruptedException {
        MailTemplate mail = mail(size, number++, clock);
        NodeUsage before = server.usage();
        long begin = clock.nanoTime();
        var injector = new Injector(new InjectionPlan(messages, 0, connections), () -> submitters.apply(mail), clock);
        injector.run();
        InjectionSummary summary = injector.summary();
        if (summary.accepted() < messages) {
            throw new IOException("of " + messages + " messages the server accepted " + summary.accepted() + ": "
                    + summary.replies() + " " + summary.lastFailure());
        }
        NodeUsage after = awaitDelivered(before, messages, begin);
        return RelayCost.between(before, after, (clock.nanoTime() - begin) / 1e9);
    }

    /** Waits until so many more than before are delivered. */
    NodeUsage awaitDelivered(NodeUsage before, long messages, long begin) throws IOException, InterruptedException {
        NodeUsage after = server.usage();
        while (after.delivered() - before.delivered() < messages) {
            if (after.lost() > before.lost() || (clock.nanoTime() - begin) / 1e9 > LONGEST_SECONDS) {
                throw new IOException("not every message was delivered: " + after);
            }
            Thread.sleep(LOOK_MILLIS);
            after = server.usage();
        }
        return after;
    }

    /** The messages of one run, to all domains of {@link RelaySetup} in turn. */
    static MailTemplate mail(ByteSize size, long run, Clock clock) {
        return new MailTemplate("bench@" + RelaySetup.SENDER_DOMAIN, "user{n}@d{d}.test", RelaySetup.DOMAINS, size,
                "run" + run, clock.instant());
    }

    /** Opens a new connection after so many messages. */
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
