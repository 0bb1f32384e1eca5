package com.penguinmails.mta.cli.demo;

import com.penguinmails.dkim.CryptoProviders;
import com.penguinmails.dkim.DkimVerifier;
import com.penguinmails.dns.CacheSettings;
import com.penguinmails.dns.CachingResolver;
import com.penguinmails.dns.QuerySettings;
import com.penguinmails.dns.ResolverSettings;
import com.penguinmails.mta.cli.DnsKeyLookup;
import com.penguinmails.mta.config.ConfigException;
import com.penguinmails.mta.spool.Balance;
import com.penguinmails.mta.time.Clock;
import com.penguinmails.mta.time.Randomness;
import com.penguinmails.testkit.smtp.ReceivedMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Runs the demonstration once. */
public final class Demo {
    private static final Duration LONGEST = Duration.ofSeconds(90);
    private static final long LOOK_EVERY_MILLIS = 100;
    private static final int SIGNATURES = 200;

    private final Clock clock;
    private final Consumer<Progress> progress;

    /** @param progress told often how far it is */
    public Demo(Clock clock, Consumer<Progress> progress) {
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * How far it is.
     *
     * @param total recipients to be submitted in all
     */
    public record Progress(long total, Balance balance) {}

    /**
     * Submits a fifth of the mail by SMTP, a fifth by HTTP and the rest as a job, and waits until all of it is settled.
     *
     * @param recipients in all, a multiple of 50
     */
    public DemoResult run(Path directory, int recipients) throws IOException, ConfigException, InterruptedException {
        try (DemoWorld world = DemoWorld.open(directory)) {
            var mail = new DemoMail(world.node(), clock.instant(), _ -> show(world, recipients));
            mail.bySmtp(recipients / 5);
            mail.byHttp(recipients / 5);
            mail.asJob(recipients - 2 * (recipients / 5));
            long deadline = clock.nanoTime() + LONGEST.toNanos();
            while (world.node().books().node().queued() > 0 && clock.nanoTime() < deadline) {
                show(world, recipients);
                Thread.sleep(LOOK_EVERY_MILLIS);
            }
            show(world, recipients);
            return result(world, mail.accepted());
        }
    }

    private void show(DemoWorld world, long total) {
        progress.accept(new Progress(total, world.node().books().node()));
    }

    private DemoResult result(DemoWorld world, long answeredYes) throws IOException {
        List<ReceivedMessage> messages = world.receiver().messages();
        long received = messages.stream().mapToLong(message -> message.recipients().size()).sum();
        List<ReceivedMessage> looked = messages.stream().limit(SIGNATURES).toList();
        return new DemoResult(answeredYes, world.node().books().node(), received, valid(world, looked), looked.size());
    }

    /** How many of the messages have a signature that verifies with the key that DNS has. */
    private long valid(DemoWorld world, List<ReceivedMessage> messages) throws IOException {
        var settings = new ResolverSettings(QuerySettings.defaults().withServers(List.of(world.dns().address())),
                CacheSettings.defaults());
        try (CachingResolver resolver = CachingResolver.start(settings, clock, clock::nanoTime, Randomness.secure())) {
            var verifier = new DkimVerifier(new DnsKeyLookup(resolver), CryptoProviders.choose(), clock);
            return messages.stream()
                    .filter(message -> verifier.verify(message.content()).toCompletableFuture().join().passed())
                    .count();
        }
    }
}
