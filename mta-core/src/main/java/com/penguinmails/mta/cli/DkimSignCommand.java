package com.penguinmails.mta.cli;

import com.penguinmails.dkim.Canonicalizations;
import com.penguinmails.dkim.CryptoProviders;
import com.penguinmails.dkim.DkimKeys;
import com.penguinmails.dkim.DkimSigner;
import com.penguinmails.dkim.HeaderSelection;
import com.penguinmails.dkim.SignatureOptions;
import com.penguinmails.dkim.SigningKey;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code penguin dkim sign}: a message in, the signed message out. */
@Command(name = "sign", mixinStandardHelpOptions = true, description = "Signs a message and writes it to standard output; lines end with CRLF there.")
final class DkimSignCommand implements Callable<Integer> {

    /** One key; several pairs of these options give as many signatures. */
    static final class Key {
        @Option(names = "--key", required = true, paramLabel = "FILE", description = "The private key (PEM, PKCS#1 or PKCS#8).")
        private Path file = Path.of("");

        @Option(names = "--selector", required = true, paramLabel = "SELECTOR", description = "The name of this key in the domain (s=).")
        private String selector = "";
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ParentCommand
    private DkimCommand parent = new DkimCommand();

    @ArgGroup(exclusive = false, multiplicity = "1..4", heading = "A key; give the pair again for one more signature, such as RSA and Ed25519:%n")
    private List<Key> keys = new ArrayList<>();

    @Option(names = "--domain", required = true, paramLabel = "DOMAIN", description = "The signing domain (d=).")
    private String domain = "";

    @Option(names = "--canonicalization", defaultValue = "relaxed/relaxed", paramLabel = "FORMS", description = "simple or relaxed, for header/body (c=); ${DEFAULT-VALUE} if it is left out.")
    private String canonicalization = "";

    @Option(names = "--headers", split = ",", paramLabel = "NAME", description = "The fields to sign instead of the usual ones, with commas between.")
    private @Nullable List<String> headers;

    @Option(names = "--over-sign", split = ",", paramLabel = "NAME", description = "Those of them that nobody may add another of; only with --headers.")
    private @Nullable List<String> overSigned;

    @Option(names = "--identity", paramLabel = "ADDRESS", description = "On whose behalf is signed (i=), such as @news.example.com.")
    private @Nullable String identity;

    @Option(names = "--expires-after", paramLabel = "DURATION", description = "How long the signature is valid (x=), such as P7D or PT12H.")
    private @Nullable Duration lifetime;

    @Option(names = "--no-timestamp", description = "Leave the time of signing out (t=).")
    private boolean noTimestamp;

    @Parameters(arity = "0..1", paramLabel = "MESSAGE", description = "The message; standard input if it is left out or -.")
    private @Nullable Path message;

    @Override
    public Integer call() throws Exception {
        if (headers == null && overSigned != null) {
            throw new ParameterException(spec.commandLine(), "--over-sign goes with --headers; give both or neither");
        }
        return Failures.run(spec, this::sign);
    }

    private int sign() throws IOException {
        CryptoProviders crypto = CryptoProviders.choose();
        DkimKeys dkimKeys = new DkimKeys(crypto);
        List<SigningKey> signingKeys = new ArrayList<>();
        for (Key key : keys) {
            signingKeys.add(DkimKeyFile.read(key.file, domain, key.selector, dkimKeys));
        }
        DkimSigner signer = new DkimSigner(signingKeys, options(), crypto, parent.clock());
        byte[] octets = MessageInput.read(message, parent.in());
        byte[] fields = signer.sign(octets);
        OutputStream out = parent.out();
        out.write(fields);
        out.write(octets);
        out.flush();
        return 0;
    }

    private SignatureOptions options() {
        Canonicalizations forms = Canonicalizations.parse(canonicalization)
                .orElseThrow(() -> new IllegalArgumentException("--canonicalization: \"" + canonicalization
                        + "\" is none; expected is simple or relaxed for the header, a slash, and the same for the body"));
        HeaderSelection selection = headers == null
                ? HeaderSelection.defaults()
                : new HeaderSelection(headers, overSigned == null ? List.of() : overSigned);
        return new SignatureOptions(forms, selection, !noTimestamp, lifetime, identity);
    }
}
