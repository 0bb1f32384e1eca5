package com.penguinmails.mta.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The local API.
 *
 * @param listen where; empty: no TCP listener
 * @param unixSocket a Unix-domain socket to listen on as well, or null
 * @param trustLoopback whether requests from loopback or the Unix-domain socket may come without a key
 * @param maxMessageSize of one message, raw or as it is built of its parts
 * @param maxRequestSize of a request that is not a job
 * @param maxRecipients of one message
 * @param maxBatch items of one batch
 * @param maxJobRows rows of one job
 * @param maxRow octets of one row of a job
 * @param maxConnections in all
 * @param idleTimeout after which a silent connection is closed
 * @param requestRate requests a second for each key, answered 429 beyond it
 * @param idempotencyRetention how long a repetition is recognised
 * @param idempotencyEntries how many are remembered; the oldest go first
 * @param memory octets of bodies that all requests together may hold; beyond it 503 with Retry-After
 * @param maxOpenJobs jobs that are begun and not closed; beyond it 429 with Retry-After
 * @param jobIdle after which an open job that no request writes to is closed: what it has is kept and sent
 */
public record HttpConfig(List<Endpoint> listen, @Nullable Path unixSocket, boolean trustLoopback,
        @Between({
                "1KiB", "96MiB"}) ByteSize maxMessageSize,
        @Between({"1KiB", "2GiB"}) ByteSize maxRequestSize, @Between({"1", "10000"}) int maxRecipients,
        @Between({"1", "10000"}) int maxBatch, @Between({"1", "1000000000"}) long maxJobRows,
        @Between({"256B", "1MiB"}) ByteSize maxRow, @Between({"1", "100000"}) int maxConnections,
        @Between({"1s", "1h"}) Duration idleTimeout, @Between({"1", "1000000"}) int requestRate,
        @Between({"1min", "7d"}) Duration idempotencyRetention,
        @Between({"1000", "100000000"}) int idempotencyEntries, @Between({"1MiB", "64GiB"}) ByteSize memory,
        @Between({"1", "1000000"}) int maxOpenJobs, @Between({"1min", "30d"}) Duration jobIdle) {

    public HttpConfig {
        listen = List.copyOf(listen);
        if (memory.bytes() < maxRequestSize.bytes()) {
            throw new IllegalArgumentException(
                    "memory must be at least max_request_size, or the largest request never fits");
        }
    }

    /** The shipped defaults. */
    public static HttpConfig defaults() {
        return new HttpConfig(List.of(new Endpoint("127.0.0.1", 8080)), null, true, ByteSize.ofMiB(25),
                ByteSize.ofMiB(40), 50,
                1000, 10_000_000, ByteSize.ofKiB(64), 2000, Duration.ofMinutes(1), 10_000, Duration.ofHours(24),
                1_000_000, ByteSize.ofMiB(256), 10_000, Duration.ofDays(1));
    }
}
