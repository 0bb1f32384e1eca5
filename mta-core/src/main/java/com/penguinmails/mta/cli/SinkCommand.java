package com.penguinmails.mta.cli;

import com.penguinmails.mta.config.ByteSize;
import com.penguinmails.mta.config.Endpoint;
import com.penguinmails.mta.time.Clock;
import com.penguinmails.mta.time.SystemClock;
import com.penguinmails.testkit.smtp.Capability;
import com.penguinmails.testkit.smtp.DeliveryCounts;
import com.penguinmails.testkit.smtp.Keep;
import com.penguinmails.testkit.smtp.ReceiverBuilder;
import com.penguinmails.testkit.smtp.ReceiverStats;
import com.penguinmails.testkit.smtp.Script;
import com.penguinmails.testkit.smtp.ScriptedReceiver;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code penguin sink}: a receiver for tests, which behaves as a script or the recipients' local parts say. */
@Command(name = "sink", mixinStandardHelpOptions = true, description = {
        "Receives mail by SMTP, behaves as told, counts, and delivers nothing.",
        "Without a script the local part decides: bounce@, defer@, full@, spam@, grey@, slow@, drop@, lost@, stall@,",
        "r550-5.1.1@ (that reply to RCPT), d451-4.7.1@ (that reply at end of data); all may go on after a dot."})
final class SinkCommand implements Callable<Integer> {
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final int DELIVERIES_MAX = 20_000_000;

    @Option(names = "--listen", paramLabel = "HOST:PORT", defaultValue = "127.0.0.1:2600", converter = EndpointConverter.class, description = "Where to listen; may be repeated; port 0 takes a free one. Default: ${DEFAULT-VALUE}.")
    private List<Endpoint> listen = new ArrayList<>();

    @Option(names = "--script", paramLabel = "FILE", description = "Rules, one a line, such as: rcpt to=*@full.test -> 452 4.2.2 Mailbox full")
    private @Nullable Path script;

    @Option(names = "--keep", paramLabel = "DIR", description = "Write each message (.eml) and its envelope (.json) here.")
    private @Nullable Path keep;

    @Option(names = "--capabilities", paramLabel = "KEYWORD", split = ",", description = "Offer only these in the answer to EHLO; default: all.")
    private @Nullable Set<String> capabilities;

    @Option(names = "--count-by", paramLabel = "HEADER", description = "Count deliveries by this header field and recipient instead of the recipient alone.")
    private @Nullable String countBy;

    @Option(names = "--recipients", paramLabel = "N", defaultValue = "1000000", description = "Room for telling this many recipients apart, 16 to 36 bytes each; 0 counts none. Default: ${DEFAULT-VALUE}.")
    private int recipients;

    @Option(names = "--size-max", paramLabel = "SIZE", defaultValue = "64MiB", description = "The largest message taken. Default: ${DEFAULT-VALUE}.")
    private String sizeMax = "";

    @Option(names = "--threads", paramLabel = "N", defaultValue = "1", description = "Event loops. Default: ${DEFAULT-VALUE}.")
    private int threads;

    @Option(names = "--count", paramLabel = "N", description = "End after this many messages.")
    private long count = Long.MAX_VALUE;

    @Option(names = "--for", paramLabel = "TIME", converter = DurationConverter.class, description = "End after this time, such as 30s.")
    private @Nullable Duration time;

    @Option(names = "--json", description = "Print the summary as one line of JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Clock clock = new SystemClock();

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        long begin = clock.nanoTime();
        try (StopSignal stop = new StopSignal(); ScriptedReceiver receiver = start()) {
            spec.commandLine().getErr().println("sink: listening on " + receiver.addresses());
            receive(receiver, stop, begin);
            SinkSummary summary = SinkSummary.of(receiver, clock.nanoTime() - begin);
            out.println(json ? Json.text(summary) : summary.table());
            out.flush();
        } catch (UncheckedIOException e) {
            spec.commandLine().getErr().println("sink: " + reason(e));
            return 1;
        }
        return 0;
    }

    private void receive(ScriptedReceiver receiver, StopSignal stop, long begin) throws InterruptedException {
        LiveLine line = new LiveLine(spec.commandLine().getErr(), !json);
        long before = 0;
        long end = time == null ? Long.MAX_VALUE : time.toNanos();
        while (!stop.await(LOOK) && receiver.stats().messages() < count && clock.nanoTime() - begin < end) {
            ReceiverStats stats = receiver.stats();
            long perSecond = (stats.messages() - before) * 1000 / LOOK.toMillis();
            before = stats.messages();
            line.show(String.format(Locale.ROOT, "%,d messages, %,d/s, %,d connections open", before, perSecond,
                    stats.openConnections()));
        }
        line.clear();
    }

    private ScriptedReceiver start() {
        ReceiverBuilder builder = ScriptedReceiver.builder().threads(threads).script(readScript());
        listen.forEach(endpoint -> builder.listen(endpoint.toSocketAddress()));
        builder.keep(keep == null ? new Keep.Counts() : new Keep.Folder(keep));
        builder.countDeliveries(deliveryCounts());
        if (countBy != null) {
            builder.countByHeader(countBy);
        }
        try {
            builder.sizeMax(ByteSize.parse(sizeMax).bytes());
            if (capabilities != null) {
                builder.capabilities(capabilities.stream().map(Capability::ofKeyword).toList());
            }
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage(), e);
        }
        return builder.start();
    }

    private DeliveryCounts deliveryCounts() {
        if (recipients < 0 || recipients > DELIVERIES_MAX) {
            throw new ParameterException(spec.commandLine(),
                    "--recipients must be 0 to " + DELIVERIES_MAX + ", not " + recipients);
        }
        return recipients == 0 ? DeliveryCounts.none() : DeliveryCounts.hashed(recipients);
    }

    private Script readScript() {
        if (script == null) {
            return Script.WELL_KNOWN;
        }
        try {
            return Script.parse(Files.readString(script));
        } catch (IOException e) {
            throw wrong("cannot read " + script + ": " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw wrong(script + ", " + e.getMessage(), e);
        }
    }

    private ParameterException wrong(@Nullable String message, Exception cause) {
        return new ParameterException(spec.commandLine(), String.valueOf(message), cause);
    }

    private static String reason(UncheckedIOException e) {
        return String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
    }
}
