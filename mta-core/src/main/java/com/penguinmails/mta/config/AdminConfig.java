package com.penguinmails.mta.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The config and metrics port.
 *
 * @param listen where; empty: none
 * @param tokenHash SHA-256 of the operator's token in hexadecimal, without which nothing can be changed; null: changes are refused
 */
public record AdminConfig(List<Endpoint> listen, @Nullable String tokenHash) {

    public AdminConfig {
        listen = List.copyOf(listen);
        if (tokenHash != null && !tokenHash.matches("[0-9a-fA-F]{64}")) {
            throw new IllegalArgumentException("token_hash has 64 hexadecimal digits: SHA-256 of the token");
        }
    }

    /** The shipped defaults. */
    public static AdminConfig defaults() {
        return new AdminConfig(List.of(new Endpoint("127.0.0.1", 9090)), null);
    }
}
