package com.penguinmails.mta.cli;

import com.penguinmails.dns.DomainName;
import com.penguinmails.dns.SiteName;
import com.penguinmails.mta.config.ConfigException;
import com.penguinmails.mta.config.ConfigLines;
import com.penguinmails.mta.config.ConfigNames;
import com.penguinmails.mta.config.Durations;
import com.penguinmails.mta.config.RulePlaces;
import com.penguinmails.mta.node.DomainLookup;
import com.penguinmails.mta.node.NodeFiles;
import com.penguinmails.mta.node.NodeSettings;
import com.penguinmails.mta.resolve.DeliveryPlan;
import com.penguinmails.mta.resolve.Resolution;
import com.penguinmails.mta.shape.RuleOrigins;
import com.penguinmails.mta.shape.RuleOrigins.Known;
import com.penguinmails.mta.time.SystemClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code penguin shaping resolve DOMAIN}: which limits hold for a domain's mail, and which line each comes from. */
@Command(name = "shaping", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND", description = "Looks at limits and shares.")
final class ShapingCommand {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Where mail goes; {@code unresolved} says why that is not known. */
    record Destination(String site, List<String> hosts, String unresolved) {}

    /** What else is known of the mail. */
    static final class MailOptions {
        @Option(names = "--source", paramLabel = "NAME", description = "The egress source; without it, what holds for every source.")
        private @Nullable String source;

        @Option(names = "--tenant", paramLabel = "NAME", description = "Whose mail it is; without it, limits on one tenant are shown with that condition.")
        private @Nullable String tenant;

        @Option(names = "--campaign", paramLabel = "NAME", description = "Its campaign.")
        private @Nullable String campaign;

        @Option(names = "--sender-domain", paramLabel = "DOMAIN", description = "The domain of its From field.")
        private @Nullable String senderDomain;

        Known known(String domain, Destination destination) {
            return new Known(tenant, campaign, senderDomain, domain, destination.site(), destination.hosts(), source);
        }
    }

    @Command(name = "resolve", mixinStandardHelpOptions = true, description = {
            "Shows the receiving site and provider of a domain, each limit of the path to it with the rule and the line it comes from,",
            "every one of [[limits]] that holds or may hold, with the counter that it counts on, and the warm-up of the source there."})
    int resolve(@Parameters(paramLabel = "DOMAIN", description = "A receiving domain.") String domain,
            @Mixin MailOptions mail,
            @Option(names = "--mx", paramLabel = "HOST", arity = "1..*", description = "Its mail exchangers, instead of asking DNS.") @Nullable List<String> mx,
            @Mixin FileOptions files,
            @Option(names = "--json", description = "Print one JSON object.") boolean json) throws Exception {
        return Failures.run(spec, () -> {
            String name = domain.strip().toLowerCase(Locale.ROOT);
            NodeSettings settings = files.read();
            files.requireSource(settings, mail.source);
            Destination destination = mx == null ? ask(settings, name) : given(mx);
            Map<String, Object> answer = answer(settings, mail.known(name, destination), destination, files.shaping());
            if (json) {
                spec.commandLine().getOut().println(Json.text(answer));
            } else {
                new ShapingText(spec.commandLine().getOut()).print(answer);
            }
            return 0;
        });
    }

    /** The files that are looked at. */
    static final class FileOptions {
        @Option(names = "--shaping", paramLabel = "FILE", description = "shaping.toml; without it the shipped config/shaping.toml.")
        private @Nullable Path shaping;

        @Option(names = "--config", paramLabel = "FILE", description = "node.toml, for its routes and name servers; without it the defaults hold.")
        private @Nullable Path config;

        NodeSettings read() throws IOException {
            try {
                return config == null
                        ? new NodeFiles(null, shaping()).check()
                        : new NodeFiles(config, shaping()).read();
            } catch (ConfigException e) {
                throw new IOException(String.join(System.lineSeparator(),
                        e.problems().stream().map(Object::toString).toList()), e);
            }
        }

        /** @throws IllegalArgumentException if {@code node.toml} is given and has no such source */
        void requireSource(NodeSettings settings, @Nullable String source) {
            Set<String> known = NodeFiles.sourceNames(settings.config());
            if (config != null && source != null && !known.contains(source)) {
                throw new IllegalArgumentException("--source: " + config + " has no source \"" + source + "\"; "
                        + ConfigNames.nearest(source, known).map(near -> "did you mean \"" + near + "\"?")
                                .orElse("it has " + String.join(", ", known.stream().sorted().toList())));
            }
        }

        @Nullable
        Path shaping() {
            Path shipped = Path.of(System.getProperty("penguin.home", "."), "config", "shaping.toml");
            return shaping == null && Files.exists(shipped) ? shipped : shaping;
        }
    }

    private static Destination ask(NodeSettings settings, String domain) throws IOException {
        Resolution resolution = DomainLookup.of(settings.config(), domain, new SystemClock());
        return switch (resolution) {
            case Resolution.Routed(DeliveryPlan plan, long _) ->
                new Destination(plan.site(), plan.hosts().stream().map(host -> host.name()).toList(), "");
            case Resolution.NullMx _ -> unresolved("it takes no mail: its MX record is null (RFC 7505)");
            case Resolution.NoHost _ -> unresolved("it has no mail exchanger with an address");
            case Resolution.NoSuchDomain _ -> unresolved("there is no such domain");
            case Resolution.TemporaryFailure failure -> unresolved(failure.reason());
        };
    }

    private static Destination unresolved(String reason) {
        return new Destination("", List.of(), reason);
    }

    /** @throws IllegalArgumentException if a name is no host name */
    private static Destination given(List<String> mx) {
        List<DomainName> hosts = mx.stream().map(host -> DomainName.parse(host).orElseThrow(
                () -> new IllegalArgumentException("--mx: \"" + host + "\" is no host name"))).toList();
        return new Destination(SiteName.of(hosts).text(), hosts.stream().map(DomainName::toString).toList(), "");
    }

    private static Map<String, Object> answer(NodeSettings settings, Known known, Destination destination,
            @Nullable Path file) {
        RuleOrigins origins = new RuleOrigins(settings.shaping());
        ConfigLines lines = file == null ? null : ConfigLines.of(file);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("domain", known.domain());
        answer.put("site", destination.site());
        answer.put("hosts", destination.hosts());
        answer.put("unresolved", destination.unresolved());
        answer.put("provider", origins.provider(known));
        answer.put("source", known.source() == null ? "" : known.source());
        answer.put("file", file == null ? "" : file.toString());
        answer.put("path", origins.path(known).stream().map(value -> describe(value, lines)).toList());
        answer.put("limits", origins.limits(known).stream().map(limit -> describe(limit, lines)).toList());
        origins.warmUp(known).ifPresent(warming -> answer.put("warm_up", describe(warming, lines)));
        return answer;
    }

    private static Map<String, Object> describe(RuleOrigins.Value value, @Nullable ConfigLines lines) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", value.name());
        map.put("value", value.value());
        int line = value.key().isEmpty() || lines == null ? 0 : lines.exactLine(value.key());
        map.put("rule", value.key().isEmpty() ? "no limit" : line == 0 ? RulePlaces.DEFAULT : value.key());
        map.put("line", line);
        return map;
    }

    private static Map<String, Object> describe(RuleOrigins.Limit limit, @Nullable ConfigLines lines) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", limit.limit().name());
        map.put("match", limit.limit().selector().toString());
        map.put("counter", limit.counter());
        map.put("condition", limit.condition());
        put(map, "rate", limit.limit().rate());
        put(map, "bytes", limit.limit().bytes());
        put(map, "connections", limit.limit().connections());
        put(map, "connection_rate", limit.limit().connectionRate());
        put(map, "messages_per_connection", limit.limit().messagesPerConnection());
        map.put("rule", limit.key());
        map.put("line", lines == null ? 0 : lines.line(limit.key()));
        return map;
    }

    private static Map<String, Object> describe(RuleOrigins.Warming warming, @Nullable ConfigLines lines) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("provider", warming.provider());
        map.put("plan", warming.plan().name());
        map.put("step", warming.step());
        map.put("steps", warming.plan().steps());
        put(map, "cap", warming.isWarm() ? null : (int) warming.plan().cap(warming.step()));
        map.put("step_length", Durations.text(warming.plan().config().step()));
        map.put("curve", warming.plan().curve());
        map.put("rule", warming.key());
        map.put("line", lines == null ? 0 : lines.line(warming.key()));
        return map;
    }

    private static void put(Map<String, Object> map, String key, @Nullable Object value) {
        if (value != null) {
            map.put(key, value instanceof Integer ? value : value.toString());
        }
    }
}
