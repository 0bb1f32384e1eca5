package com.penguinmails.mta.node;

import com.penguinmails.dkim.CryptoProviders;
import com.penguinmails.mta.compose.SigningKeys;
import com.penguinmails.mta.config.ConfigException;
import com.penguinmails.mta.config.DkimKeyConfig;
import com.penguinmails.mta.time.Clock;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Loads signing keys with the one provider of cryptography that the node chose at its start. */
final class SigningKeyLoader {
    private static final Path DEFAULTS = Path.of("node.toml");

    private final CryptoProviders crypto;
    private final Clock clock;

    SigningKeyLoader(CryptoProviders crypto, Clock clock) {
        this.crypto = crypto;
        this.clock = clock;
    }

    /** @throws ConfigException naming the key and its file, never what is in it */
    SigningKeys load(List<DkimKeyConfig> keys, NodeFiles files) throws ConfigException {
        return SigningKeys.load(keys, Objects.requireNonNullElse(files.config(), DEFAULTS), crypto, clock);
    }
}
