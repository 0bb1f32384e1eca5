package com.penguinmails.control.config;

import java.nio.file.Path;

/**
 * All of {@code control.toml}.
 *
 * @param dataDirectory where the embedded database, the first operator's key and the master key live
 * @param http the API
 * @param metrics the metrics port
 * @param database which PostgreSQL
 * @param events what nodes tell of mail
 * @param domains customers' domains
 */
public record ControlConfig(Path dataDirectory, ApiConfig http, MetricsConfig metrics, DatabaseConfig database,
        EventsConfig events, DomainsConfig domains) {

    /** The shipped defaults. */
    public static ControlConfig defaults() {
        return new ControlConfig(Path.of("data", "control"), ApiConfig.defaults(), MetricsConfig.defaults(),
                DatabaseConfig.defaults(), EventsConfig.defaults(), DomainsConfig.defaults());
    }
}
