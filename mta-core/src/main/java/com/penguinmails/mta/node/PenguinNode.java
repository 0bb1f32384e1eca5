package com.penguinmails.mta.node;

import com.penguinmails.mta.accept.IdempotencyLedger;
import com.penguinmails.mta.config.ConfigException;
import com.penguinmails.mta.config.Endpoint;
import com.penguinmails.mta.config.NodeConfig;
import com.penguinmails.mta.control.ControlFiles;
import com.penguinmails.mta.control.ControlLink;
import com.penguinmails.mta.event.EventFeed;
import com.penguinmails.mta.schedule.QueueProxy;
import com.penguinmails.mta.spool.Books;
import com.penguinmails.mta.spool.QueueFeed;
import com.penguinmails.mta.spool.Spool;
import com.penguinmails.mta.time.Clock;
import com.penguinmails.mta.time.Randomness;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running node.
 *
 * <p>The law of its start: what is on disk first, then what sends, then the journal is read for the books and for all that must be
 * known before anything is accepted, and only then do the listeners open; the queue fills from the journal beside it. It stops in the opposite order: nothing is accepted any more, open transactions end, what became of them is
 * forced to disk, and the files are closed.
 */
public final class PenguinNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PenguinNode.class);

    private final Deque<AutoCloseable> parts;
    private final NodeStorage storage;
    private final QueueProxy queue;
    private final NodeListeners listeners;

    private PenguinNode(Deque<AutoCloseable> parts, NodeStorage storage, QueueProxy queue, NodeListeners listeners) {
        this.parts = parts;
        this.storage = storage;
        this.queue = queue;
        this.listeners = listeners;
    }

    /**
     * Starts a node; it is up when this returns.
     *
     * @param files read again at a reload
     * @throws IOException if a file cannot be used or an address not be listened on; then nothing runs
     * @throws ConfigException if a signing key cannot be used
     */
    public static PenguinNode start(NodeSettings settings, NodeFiles files) throws IOException, ConfigException {
        var parts = new ArrayDeque<AutoCloseable>();
        try {
            return assemble(settings, files, parts);
        } catch (IOException | ConfigException | RuntimeException e) {
            closeAll(parts);
            throw e;
        }
    }

    private static PenguinNode assemble(NodeSettings settings, NodeFiles files, Deque<AutoCloseable> parts)
            throws IOException, ConfigException {
        NodeConfig config = settings.config();
        NodeFoundation foundation = opened(parts, NodeFoundation.create());
        var signing = new SigningKeyLoader(foundation.clock());
        signing.prepare(config.dkim());
        NodeStorage storage = opened(parts, NodeStorage.open(config, foundation.metrics(), foundation.clock()));
        Spool spool = storage.spool();
        NodeDelivery delivery = opened(parts,
                NodeDelivery.assemble(foundation, settings, spool, signing.load(config.dkim(), files)));
        delivery.bind(foundation.metrics());
        foundation.metrics().bind(spool);
        foundation.metrics().bind(delivery.queue(), spool, config.spool());
        var ledger = new IdempotencyLedger(foundation.clock(), config.http().idempotencyEntries());
        var _ = opened(parts, recover(spool, delivery, ledger));
        var reload = new NodeReload(settings, files, signing, delivery, spool, foundation.clock());
        ControlLink link = config.control().url() == null
                ? null
                : opened(parts, link(config, reload, storage, foundation.clock()));
        if (link != null) {
            link.restore();
        }
        var listeners = opened(parts,
                new NodeListeners(foundation, settings, storage, delivery.queue(), reload, ledger));
        listeners.start();
        if (link != null) {
            link.start();
        }
        LOG.atInfo().addKeyValue("smtp", listeners.smtp()).addKeyValue("http", listeners.http())
                .addKeyValue("admin", listeners.admin()).log("The node {} is up", settings.nodeName());
        return new PenguinNode(parts, storage, delivery.queue(), listeners);
    }

    private static ControlLink link(NodeConfig config, NodeReload reload, NodeStorage storage, Clock clock) {
        String version = PenguinNode.class.getPackage().getImplementationVersion();
        return new ControlLink(config.control(), config.dataDirectory(),
                new ControlLink.Parts(reload, version == null ? "unpackaged" : version, storage.events(), clock,
                        Randomness.secure()));
    }

    /** Whether the node with this data directory has registered at a control plane; it needs no token then. */
    public static boolean isRegistered(Path dataDirectory) {
        return new ControlFiles(dataDirectory).isRegistered();
    }

    /** The thread of the queue runs from here on; the rest of its mail comes back beside it. */
    private static QueueRecovery recover(Spool spool, NodeDelivery delivery, IdempotencyLedger ledger)
            throws IOException {
        var recovery = new QueueRecovery(delivery.agent(), ledger, spool);
        spool.observe(new QueueFeed(delivery.queue(), spool::job));
        Spool.Replay replay = recovery.recoverBooks();
        spool.start();
        delivery.start();
        LOG.info("{} recipients are still to be delivered", replay.recipients());
        recovery.start(replay);
        return recovery;
    }

    private static <T extends AutoCloseable> T opened(Deque<AutoCloseable> parts, T part) {
        parts.push(part);
        return part;
    }

    /** Where SMTP listens, with the ports that the system gave. */
    public List<Endpoint> smtp() {
        return listeners.smtp();
    }

    /** Where the local API listens. */
    public List<Endpoint> http() {
        return listeners.http();
    }

    /** Where the config and metrics port listens. */
    public List<Endpoint> admin() {
        return listeners.admin();
    }

    /** The books. */
    public Books books() {
        return storage.spool().books();
    }

    /** How much of what an earlier start left is back in the queue, in percent; 100 when all of it is. */
    public int recoveredPercent() {
        return queue.restoredPercent();
    }

    /** Octets outside the heap that queued recipients take in queue and spool. */
    public long memoryBytes() {
        return queue.memoryBytes() + storage.spool().memoryBytes();
    }

    /** The events. */
    public EventFeed events() {
        return storage.events();
    }

    @Override
    public void close() {
        closeAll(parts);
    }

    private static void closeAll(Deque<AutoCloseable> parts) {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                LOG.error("A part of the node could not be closed in order", e);
            }
        }
    }
}
