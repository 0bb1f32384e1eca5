package com.penguinmails.mta.compose;

import com.penguinmails.dkim.Canonicalizations;
import com.penguinmails.dkim.CryptoProviders;
import com.penguinmails.dkim.DkimKeys;
import com.penguinmails.dkim.DkimSigner;
import com.penguinmails.dkim.SignatureOptions;
import com.penguinmails.dkim.SigningKey;
import com.penguinmails.mta.config.ConfigException;
import com.penguinmails.mta.config.ConfigProblem;
import com.penguinmails.mta.config.DkimKeyConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The signing keys of a node by the domain of the From field, which {@code d=} must equal (strict alignment, RFC 7489 §3.1.1). A
 * domain with several keys gets a signature by each (RFC 8463 §3). Immutable: a reload makes another one. Thread-safe.
 */
public final class SigningKeys {
    private static final long MAX_FILE_OCTETS = 64 * 1024;
    private static final Duration MAX_REUSE = Duration.ofMinutes(5);

    private final Map<String, DomainSigner> signers;

    private SigningKeys(Map<String, DomainSigner> signers) {
        this.signers = Map.copyOf(signers);
    }

    /** No key: nothing is signed. */
    public static SigningKeys none() {
        return new SigningKeys(Map.of());
    }

    /**
     * Reads the key files.
     *
     * @param configFile where the keys are configured, for what is said of problems
     * @param clock tells the time of signing
     * @throws ConfigException with every key that cannot be used, its file and the mend; never any of a key
     */
    public static SigningKeys load(List<DkimKeyConfig> configs, Path configFile, CryptoProviders crypto,
            InstantSource clock) throws ConfigException {
        var problems = new ArrayList<ConfigProblem>();
        var loaded = new LinkedHashMap<String, List<Loaded>>();
        var records = new HashMap<String, Integer>();
        for (int i = 0; i < configs.size(); i++) {
            try {
                Loaded key = load(configs.get(i), crypto);
                requireFirst(records.putIfAbsent(key.key().recordName(), i));
                loaded.computeIfAbsent(key.key().domain(), _ -> new ArrayList<>()).add(key);
            } catch (IllegalArgumentException e) {
                problems.add(new ConfigProblem(configFile, 0, "dkim[" + i + ']', String.valueOf(e.getMessage())));
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        var signers = new HashMap<String, DomainSigner>();
        loaded.forEach((domain, keys) -> signers.put(domain, signer(keys, crypto, clock)));
        return new SigningKeys(signers);
    }

    /** The domains that are signed for. */
    public Set<String> domains() {
        return new TreeSet<>(signers.keySet());
    }

    /** Who signs for this domain, given in lower case and as A-labels; null: nobody. */
    @Nullable
    DomainSigner of(String domain) {
        return signers.get(domain);
    }

    private record Style(Canonicalizations canonicalizations, @Nullable Duration expiry) {}

    private record Loaded(SigningKey key, Style style) {}

    private static Loaded load(DkimKeyConfig config, CryptoProviders crypto) {
        Canonicalizations canonicalizations = Canonicalizations.parse(config.canonicalization())
                .orElseThrow(() -> new IllegalArgumentException(
                        "canonicalization must be of simple and relaxed, such as \"relaxed/relaxed\""));
        Duration expiry = config.expiry();
        if (expiry != null && expiry.toSeconds() < 1) {
            throw new IllegalArgumentException("expiry must be a second or more; leave it out for none");
        }
        String pem = read(config.keyFile());
        try {
            var key = new SigningKey(config.domain(), config.selector(), new DkimKeys(crypto).fromPem(pem));
            return new Loaded(key, new Style(canonicalizations, expiry));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(config.keyFile() + ": " + e.getMessage(), e);
        }
    }

    private static String read(Path file) {
        try {
            if (Files.size(file) > MAX_FILE_OCTETS) {
                throw new IllegalArgumentException(
                        file + ": larger than " + MAX_FILE_OCTETS + " octets; give a file with one key in PEM");
            }
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + ": cannot be read (" + e.getClass().getSimpleName()
                    + "); give an existing file that the node may read", e);
        }
    }

    private static void requireFirst(@Nullable Integer earlier) {
        if (earlier != null) {
            throw new IllegalArgumentException(
                    "has the domain and the selector of dkim[" + earlier + "]; give each key a selector of its own");
        }
    }

    private static DomainSigner signer(List<Loaded> keys, CryptoProviders crypto, InstantSource clock) {
        var byStyle = new LinkedHashMap<Style, List<SigningKey>>();
        Duration reuse = MAX_REUSE;
        for (Loaded loaded : keys) {
            byStyle.computeIfAbsent(loaded.style(), _ -> new ArrayList<>()).add(loaded.key());
            Duration expiry = loaded.style().expiry();
            if (expiry != null && expiry.dividedBy(10).compareTo(reuse) < 0) {
                reuse = expiry.dividedBy(10);
            }
        }
        var groups = new ArrayList<DomainSigner.Group>();
        byStyle.forEach((style, alike) -> {
            SignatureOptions options = SignatureOptions.defaults().withCanonicalizations(style.canonicalizations())
                    .withLifetime(style.expiry());
            groups.add(new DomainSigner.Group(new DkimSigner(alike, options, crypto, clock),
                    style.canonicalizations().body(), alike.size()));
        });
        return new DomainSigner(groups, reuse);
    }
}
