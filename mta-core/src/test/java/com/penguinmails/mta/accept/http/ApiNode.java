package com.penguinmails.mta.accept.http;

import com.penguinmails.mta.accept.AcceptLimits;
import com.penguinmails.mta.accept.ApiKey;
import com.penguinmails.mta.accept.IdempotencyLedger;
import com.penguinmails.mta.accept.KeyRing;
import com.penguinmails.mta.accept.NodeAcceptor;
import com.penguinmails.mta.config.ByteSize;
import com.penguinmails.mta.config.Endpoint;
import com.penguinmails.mta.config.HttpConfig;
import com.penguinmails.mta.config.KeyConfig;
import com.penguinmails.mta.config.RulePlaces;
import com.penguinmails.mta.config.SpoolConfig;
import com.penguinmails.mta.counter.Counters;
import com.penguinmails.mta.message.SpoolRef;
import com.penguinmails.mta.schedule.OpenRecipients;
import com.penguinmails.mta.spool.IdempotencyEntry;
import com.penguinmails.mta.spool.JournalRecord;
import com.penguinmails.mta.spool.MemoryDisk;
import com.penguinmails.mta.spool.MemorySpool;
import com.penguinmails.mta.spool.Spool;
import com.penguinmails.mta.time.Clock;
import com.penguinmails.mta.time.IdGenerator;
import com.penguinmails.mta.time.Randomness;
import com.penguinmails.mta.time.SystemClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A node as far as the API reaches: a real listener, gate, ledger and spool in memory, and a queue in which nothing moves. */
final class ApiNode implements AutoCloseable {
    final Clock clock = new SystemClock();
    final MemoryEvents events = new MemoryEvents();
    final Counters counters = new Counters();
    final MemoryDisk disk;
    final WatchedSpool spool;
    final StandingQueue queue;
    final HttpListener listener;

    private ApiNode(MemoryDisk disk, HttpConfig config, List<KeyConfig> keys) throws IOException {
        this.disk = disk;
        var ledger = new IdempotencyLedger(clock, 10_000);
        spool = new WatchedSpool(MemorySpool.threaded(disk, SpoolConfig.defaults(), events, clock));
        queue = new StandingQueue(spool);
        spool.observe(queue);
        spool.recover(new Recovered(ledger));
        spool.start();
        var limits = new AcceptLimits(config.maxMessageSize().bytes(), config.maxRecipients(), Duration.ofDays(5));
        var acceptor = new NodeAcceptor(spool, queue, ledger, limits, clock, counters);
        var ring = new KeyRing(keys, clock);
        listener = new HttpListener(config, new ApiServices(acceptor, ledger, spool, queue, events, () -> ring, limits,
                new IdGenerator(clock, Randomness.secure()), clock, counters, "node.test", "default",
                RulePlaces::none));
        listener.start();
    }

    static ApiNode start() throws IOException {
        return start(new MemoryDisk(), config(null));
    }

    static ApiNode start(MemoryDisk disk, HttpConfig config, KeyConfig... keys) throws IOException {
        return new ApiNode(disk, config, List.of(keys));
    }

    /** Small limits, so that tests reach them. */
    static HttpConfig config(@Nullable Path unixSocket) {
        return new HttpConfig(List.of(new Endpoint("127.0.0.1", 0)), unixSocket, true, ByteSize.ofKiB(64),
                ByteSize.ofKiB(256), 5, 10, 1_000_000, ByteSize.ofKiB(2), 100, Duration.ofSeconds(30), 1_000_000,
                Duration.ofHours(24), 1_000, ByteSize.ofMiB(64), 1_000, Duration.ofHours(24));
    }

    static HttpConfig keyed(int requestRate) {
        return new HttpConfig(List.of(new Endpoint("127.0.0.1", 0)), null, false, ByteSize.ofKiB(64),
                ByteSize.ofKiB(256), 5, 10, 1_000_000, ByteSize.ofKiB(2), 100, Duration.ofSeconds(30), requestRate,
                Duration.ofHours(24), 1_000, ByteSize.ofMiB(64), 1_000, Duration.ofHours(24));
    }

    /** As {@link #config}, with other bounds on what is held in memory. */
    static HttpConfig bounded(ByteSize memory, int openJobs, Duration jobIdle) {
        return new HttpConfig(List.of(new Endpoint("127.0.0.1", 0)), null, true, ByteSize.ofKiB(64),
                ByteSize.ofKiB(256), 5, 10, 1_000_000, ByteSize.ofKiB(2), 100, Duration.ofSeconds(30), 1_000_000,
                Duration.ofHours(24), 1_000, memory, openJobs, jobIdle);
    }

    static HttpConfig impatient() {
        return new HttpConfig(List.of(new Endpoint("127.0.0.1", 0)), null, true, ByteSize.ofKiB(64),
                ByteSize.ofKiB(256), 5, 10, 1_000_000, ByteSize.ofKiB(2), 100, Duration.ofSeconds(1), 1000,
                Duration.ofHours(24), 1_000, ByteSize.ofMiB(64), 1_000, Duration.ofHours(24));
    }

    /** The configuration of a key of tenant {@code acme} that may send as {@code acme.test}. */
    static KeyConfig acme(ApiKey key, String... scopes) {
        return new KeyConfig(key.id(), key.hashHex(), "acme", List.of("acme.test"), List.of(scopes), List.of(), "");
    }

    InetSocketAddress listenerAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.port());
    }

    ApiClient client() {
        return new ApiClient(listener.port(), null);
    }

    ApiClient client(String key) {
        return new ApiClient(listener.port(), key);
    }

    /** The same node on the same disk, as after an ordinary stop. */
    ApiNode restart() throws IOException {
        close();
        return start(disk, config(null));
    }

    @Override
    public void close() {
        listener.close();
        spool.close();
    }

    private record Recovered(IdempotencyLedger ledger) implements Spool.RecoveryListener {

        @Override
        public void progress(long scannedBytes, long totalBytes) {}

        @Override
        public void acceptance(long sequence, SpoolRef place, JournalRecord.Acceptance record,
                OpenRecipients open) {}

        @Override
        public void remembered(IdempotencyEntry entry) {
            ledger.restore(entry);
        }

        @Override
        public void kept(String key, ByteBuffer value) {}
    }
}
