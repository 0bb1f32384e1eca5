package com.penguinmails.control.cli;

import com.penguinmails.control.preflight.Preflight;
import com.penguinmails.control.preflight.PreflightReport;
import com.penguinmails.control.preflight.RuleFinding;
import com.penguinmails.control.preflight.RuleResult;
import com.penguinmails.control.preflight.SendingTerms;
import com.penguinmails.dkim.CryptoProviders;
import com.penguinmails.dns.CachingResolver;
import com.penguinmails.dns.DomainName;
import com.penguinmails.dns.ResolverSettings;
import com.penguinmails.mta.cli.Failures;
import com.penguinmails.mta.cli.Json;
import com.penguinmails.mta.cli.MessageInput;
import com.penguinmails.mta.message.ReversePath;
import com.penguinmails.mta.time.Clock;
import com.penguinmails.mta.time.Randomness;
import com.penguinmails.mta.time.SystemClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code penguin preflight}: a mail against the rules of the large mailbox providers; needs no control plane. */
@Command(name = "preflight", mixinStandardHelpOptions = true, description = "Holds a mail against the rules of Gmail, Yahoo and Microsoft; exit status 0 only if nothing blocks it.")
final class PreflightCommand implements Callable<Integer> {
    private static final String ROW = "%-8s%-19s%s";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "The mail, signed as it would be sent; - is standard input.")
    private Path file = Path.of("-");

    @Option(names = "--source-ip", paramLabel = "IP", description = "An address that it is sent from; may be repeated. Without one SPF and PTR are not looked at.")
    private @Nullable List<String> sources;

    @Option(names = "--ehlo", paramLabel = "NAME", description = "The name in EHLO.")
    private @Nullable String ehlo;

    @Option(names = "--mail-from", paramLabel = "ADDRESS", description = "The reverse-path, <> for none; otherwise that of Return-Path, else the address of From.")
    private @Nullable String mailFrom;

    @Option(names = "--bulk", description = "The rules for bulk senders hold, too.")
    private boolean bulk;

    @Option(names = "--dns", paramLabel = "HOST:PORT", description = "A resolver to ask instead of the system's; may be repeated.")
    private @Nullable List<String> resolvers;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    private final InputStream in;
    private final Clock clock;

    PreflightCommand() {
        this(System.in, new SystemClock());
    }

    /** The mail passes as octets through a stream, since a reader of text would change it. */
    PreflightCommand(InputStream in, Clock clock) {
        this.in = in;
        this.clock = clock;
    }

    @Override
    public Integer call() throws Exception {
        SendingTerms terms = terms();
        return Failures.run(spec, () -> {
            byte[] message = MessageInput.read(file, in);
            PreflightReport report = look(message, terms);
            show(report);
            return report.result() == RuleResult.BLOCK ? 1 : 0;
        });
    }

    private SendingTerms terms() {
        List<InetAddress> addresses = sources == null
                ? List.of()
                : sources.stream().map(text -> word("--source-ip", text, InetAddress::ofLiteral)).toList();
        DomainName name = ehlo == null ? null : word("--ehlo", ehlo, DomainName::of);
        ReversePath path = mailFrom == null
                ? null
                : word("--mail-from", mailFrom,
                        text -> ReversePath.parse(text.startsWith("<") && text.endsWith(">")
                                ? text.substring(1, text.length() - 1)
                                : text));
        return new SendingTerms(addresses, name, path, bulk);
    }

    private <T> T word(String option, String text, Function<String, T> reader) {
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), option + ": " + e.getMessage(), e);
        }
    }

    private PreflightReport look(byte[] message, SendingTerms terms) throws IOException {
        ResolverSettings defaults = ResolverSettings.defaults();
        var settings = resolvers == null
                ? defaults
                : new ResolverSettings(defaults.query().withServers(DnsCommand.addresses(resolvers)), defaults.cache());
        try (CachingResolver resolver = CachingResolver.start(settings, clock, clock::nanoTime, Randomness.secure())) {
            return new Preflight(resolver, clock, CryptoProviders.choose()).check(message, terms);
        }
    }

    private void show(PreflightReport report) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.text(report.toMap()));
            return;
        }
        out.println(ROW.formatted("RESULT", "RULE", "FOUND, AND THE MEND"));
        for (RuleFinding finding : report.findings()) {
            out.println(ROW.formatted(finding.result().word(), finding.rule().id(), finding.found()));
            if (!finding.mend().isEmpty()) {
                out.println(ROW.formatted("", "", "→ " + finding.mend()));
            }
        }
    }
}
