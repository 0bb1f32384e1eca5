package com.penguinmails.mta.cli;

import com.penguinmails.dkim.CryptoProviders;
import com.penguinmails.dkim.DkimKeyPair;
import com.penguinmails.dkim.DkimKeys;
import com.penguinmails.dkim.KeyAlgorithm;
import com.penguinmails.dkim.SigningKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code penguin dkim keygen}: a new key in a file, and its record on standard output. */
@Command(name = "keygen", mixinStandardHelpOptions = true, description = "Makes a signing key and prints the DNS record to publish.")
final class DkimKeygenCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--algorithm", defaultValue = "rsa", paramLabel = "KIND", converter = KeyAlgorithmConverter.class, description = "rsa or ed25519; rsa if it is left out.")
    private KeyAlgorithm algorithm = KeyAlgorithm.RSA;

    @Option(names = "--bits", paramLabel = "BITS", description = "Size of an RSA key, 2048 to 4096; 2048 if it is left out.")
    private @Nullable Integer bits;

    @Option(names = "--domain", required = true, paramLabel = "DOMAIN", description = "The signing domain (d=).")
    private String domain = "";

    @Option(names = "--selector", required = true, paramLabel = "SELECTOR", description = "The name of the key in the domain (s=).")
    private String selector = "";

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where to write the private key (PEM, PKCS#8); never a file that is there already.")
    private Path out = Path.of("");

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        if (bits != null && algorithm != KeyAlgorithm.RSA) {
            throw new ParameterException(spec.commandLine(), "--bits is for RSA keys; leave it out");
        }
        return Failures.run(spec, this::make);
    }

    private int make() throws IOException {
        DkimKeys keys = new DkimKeys(CryptoProviders.choose());
        DkimKeyPair pair = algorithm == KeyAlgorithm.RSA
                ? keys.generateRsa(bits == null ? DkimKeys.DEFAULT_RSA_BITS : bits)
                : keys.generateEd25519();
        SigningKey key = new SigningKey(domain, selector, pair);
        DkimKeyFile.write(out, pair, keys);
        PrintWriter printed = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> description = DkimKeyFile.describe(key);
            description.put("key_file", out.toString());
            printed.println(Json.text(description));
        } else {
            printed.println(DkimKeyFile.zoneFileLine(key));
        }
        return 0;
    }
}
