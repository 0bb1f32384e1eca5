package com.penguinmails.mta.node;

import com.penguinmails.mta.admin.EventMeter;
import com.penguinmails.mta.admin.NodeMetrics;
import com.penguinmails.mta.config.NodeConfig;
import com.penguinmails.mta.event.EventFeed;
import com.penguinmails.mta.event.EventLog;
import com.penguinmails.mta.event.EventStore;
import com.penguinmails.mta.spool.ChronicleEventStore;
import com.penguinmails.mta.spool.ChronicleSpool;
import com.penguinmails.mta.spool.MemoryDisk;
import com.penguinmails.mta.spool.MemorySpool;
import com.penguinmails.mta.spool.Spool;
import com.penguinmails.mta.time.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a node has on disk: the spool and the event log. Closed last, the spool before the log that it writes to. */
final class NodeStorage implements AutoCloseable {
    private final EventStore store;
    private final EventLog log;
    private final Spool spool;

    private NodeStorage(EventStore store, EventLog log, Spool spool) {
        this.store = store;
        this.log = log;
        this.spool = spool;
    }

    static NodeStorage open(NodeConfig config, NodeMetrics metrics, Clock clock) throws IOException {
        Path data = Files.createDirectories(config.dataDirectory());
        Path events = data.resolve("events");
        var store = new ChronicleEventStore(events.resolve("log"), config.spool().fileSize());
        try {
            var log = new EventLog(store, events.resolve("index"), config.events(), clock);
            var meter = new EventMeter(log, metrics.registry());
            return new NodeStorage(store, log, spool(config, meter, clock));
        } catch (IOException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static Spool spool(NodeConfig config, EventMeter events, Clock clock) throws IOException {
        return switch (config.spool().kind()) {
            case "memory" -> MemorySpool.threaded(new MemoryDisk(), config.spool(), events, clock);
            default -> ChronicleSpool.open(config.dataDirectory().resolve("spool"), config.spool(), events, clock);
        };
    }

    Spool spool() {
        return spool;
    }

    EventFeed events() {
        return log;
    }

    @Override
    public void close() {
        spool.close();
        log.close();
        store.close();
    }
}
