package com.penguinmails.control.config;

import java.nio.file.Path;

/**
 * All of {@code control.toml}.
 *
 * @param dataDirectory where the embedded database and the first operator's key live
 * @param http the API
 * @param metrics the metrics port
 * @param database which PostgreSQL
 * @param events what nodes tell of mail
 */
public record ControlConfig(Path dataDirectory, ApiConfig http, MetricsConfig metrics, DatabaseConfig database,
        EventsConfig events) {

    /** With the shipped settings of what goes beyond these. */
    public ControlConfig(Path dataDirectory, ApiConfig http, MetricsConfig metrics, DatabaseConfig database) {
        this(dataDirectory, http, metrics, database, EventsConfig.defaults());
    }

    /** The shipped defaults. */
    public static ControlConfig defaults() {
        return new ControlConfig(Path.of("data", "control"), ApiConfig.defaults(), MetricsConfig.defaults(),
                DatabaseConfig.defaults(), EventsConfig.defaults());
    }
}
