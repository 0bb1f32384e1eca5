package com.penguinmails.mta.cli;

import com.penguinmails.dkim.CryptoProviders;
import com.penguinmails.dkim.DkimVerifier;
import com.penguinmails.dkim.KeyLookup;
import com.penguinmails.dkim.Verification;
import com.penguinmails.dns.CachingResolver;
import com.penguinmails.dns.ResolverSettings;
import com.penguinmails.mta.config.Endpoint;
import com.penguinmails.mta.time.Randomness;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code penguin dkim verify}: what each signature of a message is worth. Exit status 0 only if one passes. */
@Command(name = "verify", mixinStandardHelpOptions = true, description = "Verifies the signatures of a message; exit status 0 only if one of them passes.")
final class DkimVerifyCommand implements Callable<Integer> {

    /** Where keys come from; without any of these from the DNS servers of the operating system. */
    static final class KeySource {
        @Option(names = "--dns", paramLabel = "HOST:PORT", description = "The DNS server to ask instead of the system's.")
        private @Nullable String server;

        @Option(names = "--key-record", paramLabel = "FILE", description = "Key records from a file: lines as 'dkim record' prints them, or one bare record for every name.")
        private @Nullable Path records;
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ParentCommand
    private DkimCommand parent = new DkimCommand();

    @ArgGroup
    private KeySource source = new KeySource();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Parameters(arity = "0..1", paramLabel = "MESSAGE", description = "The message; standard input if it is left out or -.")
    private @Nullable Path message;

    @Override
    public Integer call() throws Exception {
        return Failures.run(spec, this::verify);
    }

    private int verify() throws IOException {
        byte[] octets = MessageInput.read(message, parent.in());
        if (source.records != null) {
            return report(verify(octets, KeyRecordFile.read(source.records)));
        }
        try (CachingResolver resolver = CachingResolver.start(
                settings(), parent.clock(), parent.clock()::nanoTime, Randomness.secure())) {
            return report(verify(octets, new DnsKeyLookup(resolver)));
        }
    }

    private Verification verify(byte[] octets, KeyLookup lookup) {
        return new DkimVerifier(lookup, CryptoProviders.choose(), parent.clock()).verify(octets).toCompletableFuture()
                .join();
    }

    private ResolverSettings settings() {
        ResolverSettings defaults = ResolverSettings.defaults();
        if (source.server == null) {
            return defaults;
        }
        var servers = List.of(Endpoint.parse(source.server).toSocketAddress());
        return new ResolverSettings(defaults.query().withServers(servers), defaults.cache());
    }

    private int report(Verification verification) {
        var report = new DkimReport(verification);
        spec.commandLine().getOut().println(json ? report.json() : report.table());
        return verification.passed() ? 0 : 1;
    }
}
