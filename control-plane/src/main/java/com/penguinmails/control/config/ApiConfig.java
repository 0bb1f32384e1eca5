package com.penguinmails.control.config;

import com.penguinmails.mta.config.Between;
import com.penguinmails.mta.config.ByteSize;
import com.penguinmails.mta.config.Endpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The API.
 *
 * @param listen where; empty: no TCP listener
 * @param unixSocket a Unix-domain socket to listen on as well, or null
 * @param maxRequestSize of a body
 * @param maxConnections in all
 * @param idleTimeout after which a silent connection is closed
 * @param requestRate requests a second for each key, answered 429 beyond it
 * @param idempotencyRetention how long a repetition is recognised
 * @param memory octets of bodies that all requests together may hold; beyond it 503 with Retry-After
 */
public record ApiConfig(List<Endpoint> listen, @Nullable Path unixSocket,
        @Between({
                "1KiB", "64MiB"}) ByteSize maxRequestSize,
        @Between({"1", "100000"}) int maxConnections,
        @Between({"1s", "1h"}) Duration idleTimeout, @Between({"1", "1000000"}) int requestRate,
        @Between({"1min", "7d"}) Duration idempotencyRetention, @Between({"1MiB", "64GiB"}) ByteSize memory) {

    public ApiConfig {
        listen = List.copyOf(listen);
        if (listen.isEmpty() && unixSocket == null) {
            throw new IllegalArgumentException("name a listener: listen or unix_socket");
        }
        if (memory.bytes() < maxRequestSize.bytes()) {
            throw new IllegalArgumentException(
                    "memory must be at least max_request_size, or the largest request never fits");
        }
    }

    /** The shipped defaults. */
    public static ApiConfig defaults() {
        return new ApiConfig(List.of(new Endpoint("127.0.0.1", 8081)), null, ByteSize.ofKiB(256), 1000,
                Duration.ofMinutes(1), 100, Duration.ofDays(1), ByteSize.ofMiB(64));
    }
}
