package com.penguinmails.mta.accept;

import com.penguinmails.mta.message.PriorityClass;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key that no file of this node names, as the control plane grants it. The key itself is nowhere kept.
 *
 * @param id the ten characters behind {@code pm_live_} or {@code pm_test_}
 * @param hash SHA-256 of the whole key, in lower-case hexadecimal
 * @param networks it may be used from; empty: any
 * @param expiresMillis from when it is refused, in milliseconds since 1970; {@link Long#MAX_VALUE}: never
 * @param priority the class of its mail that names none; null: the listener's
 */
public record KeyGrant(String id, String hash, String tenant, Set<String> scopes, List<NetworkBlock> networks,
        long expiresMillis, @Nullable PriorityClass priority) {

    /** @throws IllegalArgumentException if the hash is none */
    public KeyGrant {
        if (!hash.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("hash: 64 hexadecimal digits are expected");
        }
        scopes = Set.copyOf(scopes);
        networks = List.copyOf(networks);
    }
}
