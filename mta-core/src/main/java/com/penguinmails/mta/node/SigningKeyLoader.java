package com.penguinmails.mta.node;

import com.penguinmails.dkim.CryptoProviders;
import com.penguinmails.mta.compose.SigningKeys;
import com.penguinmails.mta.config.ConfigException;
import com.penguinmails.mta.config.DkimKeyConfig;
import com.penguinmails.mta.time.Clock;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Loads signing keys with the one provider of cryptography of the node. It is chosen when the first key asks for it: its native library
 * and its self test take a good part of a start, and a node without keys needs neither. Thread-safe.
 */
final class SigningKeyLoader {
    private static final Path DEFAULTS = Path.of("node.toml");

    private final Clock clock;
    private @Nullable CompletableFuture<CryptoProviders> crypto;

    SigningKeyLoader(Clock clock) {
        this.clock = clock;
    }

    /** Begins to choose the provider, beside what the caller does meanwhile, if these keys will ask for it. */
    void prepare(List<DkimKeyConfig> keys) {
        if (!keys.isEmpty()) {
            var _ = chosen();
        }
    }

    /** @throws ConfigException naming the key and its file, never what is in it */
    SigningKeys load(List<DkimKeyConfig> keys, NodeFiles files) throws ConfigException {
        if (keys.isEmpty()) {
            return SigningKeys.none();
        }
        return SigningKeys.load(keys, Objects.requireNonNullElse(files.config(), DEFAULTS), chosen().join(),
                clock);
    }

    private synchronized CompletableFuture<CryptoProviders> chosen() {
        if (crypto == null) {
            crypto = CompletableFuture.supplyAsync(CryptoProviders::choose,
                    Thread.ofPlatform().daemon().name("cryptography")::start);
        }
        return crypto;
    }
}
