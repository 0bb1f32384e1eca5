package com.penguinmails.control.config;

import com.penguinmails.mta.config.Endpoint;
import java.util.List;

/**
 * The port for metrics and health, which asks for no key.
 *
 * @param listen where; empty: none
 */
public record MetricsConfig(List<Endpoint> listen) {

    public MetricsConfig {
        listen = List.copyOf(listen);
    }

    /** The shipped defaults. */
    public static MetricsConfig defaults() {
        return new MetricsConfig(List.of(new Endpoint("127.0.0.1", 9091)));
    }
}
