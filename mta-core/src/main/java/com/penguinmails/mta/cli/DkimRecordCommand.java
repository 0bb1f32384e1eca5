package com.penguinmails.mta.cli;

import com.penguinmails.dkim.CryptoProviders;
import com.penguinmails.dkim.DkimKeys;
import com.penguinmails.dkim.SigningKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code penguin dkim record}: the DNS record of a key that is there. */
@Command(name = "record", mixinStandardHelpOptions = true, description = "Prints the DNS record of a key as a line of a zone file.")
final class DkimRecordCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "The private key (PEM, PKCS#1 or PKCS#8).")
    private Path file = Path.of("");

    @Option(names = "--domain", required = true, paramLabel = "DOMAIN", description = "The signing domain (d=).")
    private String domain = "";

    @Option(names = "--selector", required = true, paramLabel = "SELECTOR", description = "The name of the key in the domain (s=).")
    private String selector = "";

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        return Failures.run(spec, this::print);
    }

    private int print() throws IOException {
        SigningKey key = DkimKeyFile.read(file, domain, selector, new DkimKeys(CryptoProviders.choose()));
        spec.commandLine().getOut()
                .println(json ? Json.text(DkimKeyFile.describe(key)) : DkimKeyFile.zoneFileLine(key));
        return 0;
    }
}
