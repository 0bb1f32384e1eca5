package com.penguinmails.control.cli;

import com.penguinmails.control.record.DomainSurvey;
import com.penguinmails.control.record.RecordReport;
import com.penguinmails.control.record.RecordReview;
import com.penguinmails.dns.DomainName;
import com.penguinmails.mta.cli.Failures;
import com.penguinmails.mta.cli.Json;
import com.penguinmails.mta.config.Endpoint;
import com.penguinmails.mta.time.Randomness;
import com.penguinmails.mta.time.SystemClock;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code penguin dns check}: what a domain publishes for its mail, asked of its own servers and of resolvers; needs no control plane. */
@Command(name = "dns", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND", description = "Looks at what domains publish in DNS.")
final class DnsCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    @Command(name = "check", mixinStandardHelpOptions = true, description = "Checks SPF, DMARC, MX and DKIM records of a domain; exit status 0 only if all are right.")
    int check(@Parameters(paramLabel = "DOMAIN") String domain,
            @Option(names = "--selector", paramLabel = "NAME", description = "A DKIM selector whose key record must be there; may be repeated.") @Nullable List<String> selectors,
            @Option(names = "--dns", paramLabel = "HOST:PORT", description = "A resolver to ask instead of the system's; may be repeated.") @Nullable List<String> resolvers,
            @Option(names = "--authoritative", paramLabel = "HOST:PORT", description = "A server to ask in place of those that NS records name; may be repeated.") @Nullable List<String> servers,
            @Option(names = "--json", description = "Print one JSON object.") boolean json) throws Exception {
        return Failures.run(spec, () -> {
            DomainName name = DomainName.of(domain.replaceFirst("\\.$", ""));
            var surroundings = new RecordReview.Surroundings(new SystemClock(), Randomness.secure());
            try (RecordReview review = RecordReview.open(addresses(resolvers), addresses(servers), surroundings)) {
                List<RecordReport> reports = review.look(name,
                        DomainSurvey.of(name, selectors == null ? List.of() : selectors));
                boolean ok = reports.stream().allMatch(RecordReport::isOk);
                show(name, ok, reports, json);
                return ok ? 0 : 1;
            }
        });
    }

    /** Servers that an option names. */
    static List<InetSocketAddress> addresses(@Nullable List<String> texts) throws IOException {
        List<InetSocketAddress> addresses = texts == null
                ? List.of()
                : texts.stream().map(Endpoint::parse).map(Endpoint::toSocketAddress).toList();
        for (InetSocketAddress address : addresses) {
            if (address.isUnresolved()) {
                throw new IOException("the DNS server " + address.getHostString() + " has no address");
            }
        }
        return addresses;
    }

    private void show(DomainName domain, boolean ok, List<RecordReport> reports, boolean json) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.text(Map.of("domain", domain.toString(), "ok", ok, "records",
                    reports.stream().map(DnsCommand::describe).toList())));
            return;
        }
        for (RecordReport report : reports) {
            out.printf("%-11s %-8s %s%n", report.expected().purpose().word(), report.finding().status().word(),
                    report.expected().host());
            report.finding().found().forEach(value -> out.println("  found: " + value));
            if (!report.finding().problem().isEmpty()) {
                out.println("  " + report.finding().problem());
            }
        }
    }

    private static Map<String, Object> describe(RecordReport report) {
        var map = new LinkedHashMap<String, Object>();
        map.put("purpose", report.expected().purpose().word());
        map.put("host", report.expected().host().toString());
        map.put("type", report.expected().type());
        map.put("status", report.finding().status().word());
        map.put("found", report.finding().found());
        map.put("problem", report.finding().problem());
        map.put("seen_by", report.views().stream()
                .map(seen -> Map.of("server", seen.view(), "status", seen.status().word())).toList());
        return map;
    }
}
