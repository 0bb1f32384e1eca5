package com.penguinmails.mta.cli;

import com.penguinmails.mta.cli.demo.Demo;
import com.penguinmails.mta.cli.demo.DemoResult;
import com.penguinmails.mta.config.ConfigException;
import com.penguinmails.mta.spool.Balance;
import com.penguinmails.mta.time.SystemClock;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code penguin demo}: real mail through the real path on loopback; exit status 0 only if the books balance. */
@Command(name = "demo", mixinStandardHelpOptions = true, description = "Runs a node, a receiver and DNS on loopback, sends mail by SMTP, by HTTP and as a job, and shows the balance.")
final class DemoCommand implements Callable<Integer> {
    private static final int BAR = 40;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--recipients", defaultValue = "2000", paramLabel = "N", description = "How many recipients, a multiple of 50 (default: ${DEFAULT-VALUE}).")
    private int recipients;

    @Option(names = "--directory", paramLabel = "DIR", description = "Where spool and events are kept afterwards; without it they are deleted.")
    private @Nullable Path directory;

    @Option(names = "--json", description = "Print the balance as one JSON object in the last line.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        if (recipients < 50 || recipients > 1_000_000 || recipients % 50 != 0) {
            throw new ParameterException(spec.commandLine(), "--recipients is a multiple of 50, up to 1000000");
        }
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try {
            Path place = directory == null
                    ? Files.createTempDirectory("penguin-demo")
                    : Files.createDirectories(directory);
            try {
                DemoResult result = run(place, err);
                report(result, out);
                return result.problems().isEmpty() ? 0 : 1;
            } finally {
                if (directory == null) {
                    delete(place);
                }
            }
        } catch (IOException | ConfigException e) {
            err.println("penguin demo: " + e.getMessage());
            return 1;
        }
    }

    private DemoResult run(Path place, PrintWriter err) throws IOException, ConfigException, InterruptedException {
        var line = new LiveLine(err, !json);
        DemoResult result = new Demo(new SystemClock(), progress -> line.show(bar(progress))).run(place, recipients);
        line.clear();
        return result;
    }

    private static String bar(Demo.Progress progress) {
        Balance balance = progress.balance();
        long settled = balance.accepted() - balance.queued();
        int filled = (int) (settled * BAR / Math.max(1, progress.total()));
        return String.format(Locale.ROOT, "[%s%s] %d accepted, %d delivered, %d bounced, %d queued", "#".repeat(filled),
                " ".repeat(Math.max(0, BAR - filled)), balance.accepted(), balance.delivered(), balance.bounced(),
                balance.queued());
    }

    private void report(DemoResult result, PrintWriter out) {
        result.problems().forEach(problem -> out.println("Does not add up: " + problem));
        Map<String, Long> rows = rows(result.balance());
        if (json) {
            out.println(Json.text(rows));
            return;
        }
        out.println("Where every recipient is:");
        rows.forEach((name, value) -> out.printf(Locale.ROOT, "  %-10s %,10d%n", name, value));
        out.printf(Locale.ROOT, "The receiver counted %,d; %,d of %,d signatures looked at are valid.%n",
                result.received(),
                result.signaturesValid(), result.signaturesChecked());
        out.println(result.problems().isEmpty()
                ? "accepted = delivered + bounced + expired + cancelled + queued: it balances."
                : "It does not balance.");
    }

    private static Map<String, Long> rows(Balance balance) {
        var rows = new LinkedHashMap<String, Long>();
        rows.put("accepted", balance.accepted());
        rows.put("delivered", balance.delivered());
        rows.put("bounced", balance.bounced());
        rows.put("expired", balance.expired());
        rows.put("cancelled", balance.cancelled());
        rows.put("queued", balance.queued());
        return rows;
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(file);
            }
        }
    }
}
