package com.penguinmails.mta.cli;

import com.penguinmails.mta.cli.inject.HttpSubmitter;
import com.penguinmails.mta.cli.inject.InjectionPlan;
import com.penguinmails.mta.cli.inject.InjectionSummary;
import com.penguinmails.mta.cli.inject.Injector;
import com.penguinmails.mta.cli.inject.MailTemplate;
import com.penguinmails.mta.cli.inject.SmtpSubmitter;
import com.penguinmails.mta.cli.inject.Submitter;
import com.penguinmails.mta.config.ByteSize;
import com.penguinmails.mta.config.Endpoint;
import com.penguinmails.mta.time.Clock;
import com.penguinmails.mta.time.Randomness;
import com.penguinmails.mta.time.SystemClock;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code penguin inject}: submits made-up messages by SMTP or HTTP and measures the answers. */
@Command(name = "inject", mixinStandardHelpOptions = true, description = {
        "Submits many messages and measures the answers.",
        "Exit status 0 if every message got an answer, whichever; 1 if not."})
final class InjectCommand implements Callable<Integer> {
    private static final Duration LOOK = Duration.ofMillis(250);

    @ArgGroup(multiplicity = "1")
    private Target target = new Target();

    @Option(names = "--key", paramLabel = "KEY", description = "The API key, with --http.")
    private @Nullable String key;

    @Option(names = "--count", paramLabel = "N", defaultValue = "1000", description = "Messages. Default: ${DEFAULT-VALUE}.")
    private long count;

    @Option(names = "--rate", paramLabel = "N", defaultValue = "0", description = "Messages a second; 0 as fast as it goes. Default: ${DEFAULT-VALUE}.")
    private int rate;

    @Option(names = "--connections", paramLabel = "N", defaultValue = "10", description = "Connections at the same time. Default: ${DEFAULT-VALUE}.")
    private int connections;

    @Option(names = "--size", paramLabel = "SIZE", defaultValue = "2KiB", description = "Size of a message. Default: ${DEFAULT-VALUE}.")
    private String size = "";

    @Option(names = "--domains", paramLabel = "N", defaultValue = "1", description = "Recipient domains, in turn. Default: ${DEFAULT-VALUE}.")
    private int domains;

    @Option(names = "--to", paramLabel = "PATTERN", defaultValue = "user{n}@d{d}.test", description = "Recipient: {n} is the message's number, {d} its domain's. Default: ${DEFAULT-VALUE}.")
    private String to = "";

    @Option(names = "--from", paramLabel = "PATTERN", defaultValue = "sender@inject.test", description = "Sender. Default: ${DEFAULT-VALUE}.")
    private String from = "";

    @Option(names = "--pipelining", description = "With --smtp: MAIL, RCPT and DATA in one write.")
    private boolean pipelining;

    @Option(names = "--allow-remote", description = "Allow a target beyond this machine's loopback addresses.")
    private boolean allowRemote;

    @Option(names = "--json", description = "Print the summary as one line of JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Clock clock = new SystemClock();

    @Override
    public Integer call() throws InterruptedException {
        if (target.smtp != null) {
            return run(smtp(target.smtp, template()));
        }
        URI uri = http();
        MailTemplate mail = template();
        try (HttpClient client = HttpSubmitter.newClient()) {
            return run(() -> new HttpSubmitter(client, uri, key, mail));
        }
    }

    private int run(Supplier<Submitter> submitters) throws InterruptedException {
        Injector injector = new Injector(plan(), submitters, clock);
        Thread run = Thread.ofPlatform().name("inject").start(injector);
        try (StopSignal stop = new StopSignal()) {
            follow(injector, run, stop);
            InjectionSummary summary = injector.summary();
            PrintWriter out = spec.commandLine().getOut();
            out.println(json ? Json.text(summary) : summary.table());
            out.flush();
            return summary.answered() == count ? 0 : 1;
        }
    }

    private void follow(Injector injector, Thread run, StopSignal stop) throws InterruptedException {
        LiveLine line = new LiveLine(spec.commandLine().getErr(), !json);
        while (run.isAlive() && !stop.await(LOOK)) {
            line.show(injector.summary().progress(count));
        }
        injector.stop();
        run.join();
        line.clear();
    }

    private InjectionPlan plan() {
        try {
            return new InjectionPlan(count, rate, connections);
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    private Supplier<Submitter> smtp(Endpoint endpoint, MailTemplate mail) {
        if (key != null) {
            throw wrong("--key goes with --http");
        }
        requireLoopback(endpoint.host());
        InetSocketAddress address = endpoint.toSocketAddress();
        return () -> new SmtpSubmitter(address, pipelining, mail);
    }

    private MailTemplate template() {
        try {
            String run = Long.toHexString(Randomness.secure().nextLong());
            return new MailTemplate(from, to, domains, ByteSize.parse(size), run, clock.instant());
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    private URI http() {
        URI uri = target.http;
        if (pipelining) {
            throw wrong("--pipelining goes with --smtp");
        }
        if (uri == null || uri.getHost() == null
                || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
            throw wrong("--http takes a URL such as http://127.0.0.1:8080");
        }
        requireLoopback(uri.getHost());
        String path = uri.getPath();
        return path == null || path.isEmpty() || path.equals("/") ? uri.resolve("/v1/messages") : uri;
    }

    private void requireLoopback(String host) {
        try {
            if (!allowRemote && !InetAddress.getByName(host).isLoopbackAddress()) {
                throw wrong(host + " is not on this machine; with --allow-remote it gets the load all the same");
            }
        } catch (UnknownHostException e) {
            throw wrong("no address for " + host);
        }
    }

    private ParameterException wrong(@Nullable String message) {
        return new ParameterException(spec.commandLine(), String.valueOf(message));
    }

    /** One of both. */
    static final class Target {
        @Option(names = "--smtp", required = true, paramLabel = "HOST:PORT", converter = EndpointConverter.class, description = "Submit by SMTP.")
        private @Nullable Endpoint smtp;

        @Option(names = "--http", required = true, paramLabel = "URL", description = "Submit to POST /v1/messages of this server.")
        private @Nullable URI http;
    }
}
