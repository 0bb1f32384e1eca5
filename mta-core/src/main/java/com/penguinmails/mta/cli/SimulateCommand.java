package com.penguinmails.mta.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.mta.config.ConfigException;
import com.penguinmails.mta.node.NodeFiles;
import com.penguinmails.mta.node.NodeSettings;
import com.penguinmails.mta.simulate.AddressFile;
import com.penguinmails.mta.simulate.Simulation;
import com.penguinmails.mta.simulate.SimulationInputException;
import com.penguinmails.mta.simulate.SimulationJson;
import com.penguinmails.mta.simulate.SimulationMemory;
import com.penguinmails.mta.simulate.SimulationPage;
import com.penguinmails.mta.simulate.SimulationPlan;
import com.penguinmails.mta.simulate.SimulationReader;
import com.penguinmails.mta.simulate.SimulationResult;
import com.penguinmails.mta.simulate.SimulationText;
import com.penguinmails.mta.simulate.SimulationWatch.Progress;
import com.penguinmails.mta.time.SystemClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code penguin simulate}: runs a campaign ahead of time, without a node and without a network. */
@Command(name = "simulate", mixinStandardHelpOptions = true, description = {
        "Says when a campaign will be finished and what holds it up, by running it ahead of time on the queue's own code.",
        "Exit status 0 if it was run, also where the mail is not finished in the time; 1 if not; 2 if the words are wrong."})
final class SimulateCommand implements Callable<Integer> {
    private static final ObjectMapper MAPPER = JsonMapper
            .builder(JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    @Option(names = "--recipients", paramLabel = "N", description = "A mixed audience of so many, from 1 to 100000000.")
    private @Nullable Long recipients;

    @Option(names = "--domain", paramLabel = "DOMAIN=N", description = "So many recipients at a domain; may be repeated.")
    private Map<String, Long> domains = new LinkedHashMap<>();

    @Option(names = "--addresses", paramLabel = "FILE", description = "Count the domains of a file: an address a line, CSV with a column called email, or lines of DOMAIN,N.")
    private @Nullable Path addresses;

    @Option(names = "--input", paramLabel = "FILE", description = "All of it as JSON, as for POST /v1/simulations; options beside it come first.")
    private @Nullable Path input;

    @Option(names = "--config", paramLabel = "FILE", description = "node.toml: sources, retries, expiry. Without it the defaults hold.")
    private @Nullable Path config;

    @Option(names = "--shaping", paramLabel = "FILE", description = "shaping.toml: limits, pools, rules. Default: config/shaping.toml of this installation.")
    private @Nullable Path shaping;

    @Option(names = "--source", paramLabel = "NAME", description = "An egress source that the node does not have yet; may be repeated. Default: those of --config.")
    private List<String> sources = List.of();

    @Option(names = "--tenant", paramLabel = "NAME", description = "Whose limits and shares hold. Default: default.")
    private @Nullable String tenant;

    @Option(names = "--campaign", paramLabel = "NAME", description = "The campaign whose limits hold.")
    private @Nullable String campaign;

    @Option(names = "--start", paramLabel = "TIME", description = "When the whole audience is accepted, as 2026-12-01T08:00:00Z. Default: now.")
    private @Nullable String start;

    @Option(names = "--reply-time", paramLabel = "DURATION", description = "How long one mail keeps a connection busy. Default: 100ms.")
    private @Nullable String replyTime;

    @Option(names = "--defer", paramLabel = "PERCENT", description = "How many mails receivers defer. Default: 0.")
    private @Nullable Double defer;

    @Option(names = "--bounce", paramLabel = "PERCENT", description = "How many addresses do not exist. Default: 0.")
    private @Nullable Double bounce;

    @Option(names = "--max-days", paramLabel = "N", description = "Days to simulate at most, from 1 to 365. Default: 30.")
    private @Nullable Integer maxDays;

    @Option(names = "--seed", paramLabel = "N", description = "Of all randomness: the same seed gives the same result. Default: 1.")
    private @Nullable Long seed;

    @Option(names = "--html", paramLabel = "FILE", description = "Write a page with charts, which needs nothing else.")
    private @Nullable Path html;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final SystemClock clock = new SystemClock();

    @Override
    public Integer call() throws Exception {
        return Failures.run(spec, () -> {
            try {
                return run(read());
            } catch (ConfigException e) {
                spec.commandLine().getErr().println(spec.qualifiedName() + ": " + e.getMessage());
                return 1;
            } catch (SimulationInputException e) {
                e.problems().forEach(problem -> spec.commandLine().getErr().println(
                        spec.qualifiedName() + ": " + problem));
                return 2;
            }
        });
    }

    private int run(SimulationPlan plan) throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        LiveLine line = new LiveLine(err, true);
        long began = clock.nanoTime();
        SimulationResult result = new Simulation(plan, progress -> {
            line.show(words(progress));
            return true;
        }).run();
        line.clear();
        err.println(String.format(Locale.ROOT, "Simulated in %.1f s.", (clock.nanoTime() - began) / 1e9));
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? Json.text(SimulationJson.of(result)) : SimulationText.of(result));
        if (html != null) {
            Files.writeString(html, SimulationPage.of(result));
            err.println("Written: " + html);
        }
        out.flush();
        return 0;
    }

    private static String words(Progress progress) {
        return String.format(Locale.ROOT, "%s: %,d of %,d recipients (%.1f %%)",
                Instant.ofEpochMilli(progress.virtualMillis()), progress.settled(), progress.recipients(),
                100.0 * progress.settled() / progress.recipients());
    }

    private SimulationPlan read() throws IOException, ConfigException, SimulationInputException {
        NodeSettings settings = new NodeFiles(config, shapingFile()).read();
        var reader = new SimulationReader(settings.queueSettings(), SimulationReader.MAX_RECIPIENTS);
        return SimulationMemory.here().room(reader.read(wanted(), clock.instant()));
    }

    private @Nullable Path shapingFile() {
        Path own = Path.of(System.getProperty("penguin.home", "."), "config", "shaping.toml");
        return shaping == null && Files.exists(own) ? own : shaping;
    }

    private JsonNode wanted() throws IOException {
        ObjectNode wanted = JsonNodeFactory.instance.objectNode();
        if (input != null && MAPPER.readTree(Files.readString(input)) instanceof ObjectNode read) {
            wanted = read;
        } else if (input != null) {
            throw new IllegalArgumentException(input + " holds no JSON object");
        }
        putAudience(wanted);
        put(wanted, "tenant", tenant);
        put(wanted, "campaign", campaign);
        put(wanted, "start", start);
        put(wanted, "max_days", maxDays);
        put(wanted, "seed", seed);
        if (!sources.isEmpty()) {
            wanted.set("sources", MAPPER.valueToTree(sources));
        }
        if (replyTime != null || defer != null || bounce != null) {
            ObjectNode any = wanted.withObjectProperty("receivers").withObjectProperty("*");
            put(any, "reply_time", replyTime);
            put(any, "defer_percent", defer);
            put(any, "bounce_percent", bounce);
        }
        return wanted;
    }

    private void putAudience(ObjectNode wanted) throws IOException {
        put(wanted, "recipients", recipients);
        Map<String, Long> counted = new LinkedHashMap<>(domains);
        if (addresses != null) {
            try (BufferedReader reader = Files.newBufferedReader(addresses)) {
                AddressFile.Counts counts = AddressFile.read(reader);
                counts.domains().forEach((domain, count) -> counted.merge(domain, count, Long::sum));
                if (counts.refused() > 0) {
                    spec.commandLine().getErr().println(addresses + ": " + counts.refused()
                            + " lines are no addresses and are left out; the first is line " + counts.firstRefused());
                }
            }
            if (counted.isEmpty()) {
                throw new IllegalArgumentException(addresses + " holds no address; one a line is expected, or CSV with"
                        + " a column called email");
            }
        }
        if (!counted.isEmpty()) {
            wanted.set("domains", MAPPER.valueToTree(counted));
        }
    }

    private static void put(ObjectNode wanted, String name, @Nullable Object value) {
        if (value != null) {
            wanted.set(name, MAPPER.valueToTree(value));
        }
    }
}
