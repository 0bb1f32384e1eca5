package com.penguinmails.mta.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.mta.config.ControlLinkConfig;
import com.penguinmails.mta.event.EventFeed;
import com.penguinmails.mta.time.Clock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node's link to its control plane. The law: first what is on disk holds ({@link #restore}), then the node registers if it has not,
 * then it pulls what holds and reports how it is, each on a virtual thread of its own. A configuration is put in force only after it was
 * read as a whole, found possible, and forced to disk; its version is beyond the one in force, and it is for this node. Otherwise the
 * one in force stays, and the next heartbeat says why. Whatever fails is tried again, after a pause that grows.
 */
public final class ControlLink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlLink.class);
    private static final Duration ANSWER_TIME = Duration.ofSeconds(10);
    /** The control plane holds a request for 25 s when nothing changes. */
    private static final Duration LONG_ANSWER_TIME = Duration.ofSeconds(60);
    private static final long LEAST_MILLIS = 500;
    private static final int MAX_ERROR = 2_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Parts parts;
    private final ControlLinkConfig config;
    private final ControlFiles files;
    private final ControlClient client;
    private final Registration registration;
    private final Instant started;
    private final CopyOnWriteArrayList<Thread> threads = new CopyOnWriteArrayList<>();
    private volatile long appliedVersion;
    private volatile @Nullable String configurationError;
    private volatile boolean closed;

    /** What puts decisions in force. Called by one thread at a time. */
    public interface Target {

        /**
         * Makes ready what was decided, and changes nothing yet.
         *
         * @return puts it in force
         * @throws DecisionsException if this node cannot hold it
         */
        Runnable prepare(Decisions decisions) throws DecisionsException;

        /** Recipients in the queue. */
        long queued();
    }

    /**
     * What it works with.
     *
     * @param softwareVersion as heartbeats say it
     * @param events are handed on
     * @param random must be unpredictable
     */
    public record Parts(Target target, String softwareVersion, EventFeed events, Clock clock,
            RandomGenerator random) {}

    /**
     * Does nothing yet.
     *
     * @param config with a URL
     * @param dataDirectory of the node
     */
    public ControlLink(ControlLinkConfig config, Path dataDirectory, Parts parts) {
        String url = config.url();
        if (url == null) {
            throw new IllegalArgumentException("this node belongs to no control plane");
        }
        this.parts = parts;
        this.config = config;
        this.files = new ControlFiles(dataDirectory);
        this.client = new ControlClient(url);
        this.registration = new Registration(config, files, client, parts.random());
        this.started = parts.clock().instant();
    }

    /** Puts in force what is on disk. A file that cannot be read is told, and then nothing of the control plane holds until it answers. */
    public void restore() {
        try {
            Optional<byte[]> document = files.configuration();
            if (document.isPresent()) {
                Decisions decisions = DecisionsReader.read(document.get());
                requireOwn(decisions);
                parts.target().prepare(decisions).run();
                appliedVersion = decisions.version();
                LOG.info("Version {} of the configuration holds, from disk", decisions.version());
            }
        } catch (IOException | DecisionsException | RuntimeException e) {
            configurationError = shortened("on disk: " + e.getMessage());
            LOG.error("The configuration in {} cannot be used; its keys are refused until the control plane answers",
                    files.directory(), e);
        }
    }

    /** Begins to talk to the control plane. */
    public void start() {
        spawn("control-link", this::begin);
    }

    /** The version in force; 0: none. */
    public long appliedVersion() {
        return appliedVersion;
    }

    private void begin() throws InterruptedException {
        repeat(() -> {
            registration.complete();
            return true;
        });
        spawn("control-configuration", () -> repeat(() -> {
            pull();
            return false;
        }));
        var courier = new EventCourier(parts.events(), client);
        spawn("control-events", () -> repeat(() -> {
            if (courier.isLost()) {
                courier.begin(beat().path("event_cursor").asText(""));
            }
            courier.carry(registration.credential());
            return false;
        }));
        spawn("control-heartbeat", () -> repeat(() -> {
            var _ = beat();
            Thread.sleep(config.heartbeat());
            return false;
        }));
    }

    /** One exchange; true: no further one is needed. */
    private interface Exchange {
        boolean done() throws IOException, DecisionsException, InterruptedException;
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private void spawn(String name, Work work) {
        threads.add(Thread.ofVirtual().name(name).start(() -> {
            try {
                work.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    private void repeat(Exchange exchange) throws InterruptedException {
        var pauses = new Pauses(parts.random());
        while (!closed) {
            try {
                if (exchange.done()) {
                    return;
                }
                if (pauses.end()) {
                    LOG.info("The control plane is there again");
                }
            } catch (IOException | DecisionsException | RuntimeException e) {
                if (closed) {
                    return;
                }
                if (pauses.isFirst()) {
                    LOG.warn("With the control plane: {}; version {} holds on", e.getMessage(), appliedVersion);
                }
                Thread.sleep(pauses.next());
            }
        }
    }

    private void pull() throws IOException, DecisionsException, InterruptedException {
        long asked = parts.clock().nanoTime();
        ControlClient.Reply reply = client.get("/v1/node/configuration?after=" + appliedVersion,
                registration.credential(), LONG_ANSWER_TIME);
        if (reply.status() == 204) {
            // One that says at once that nothing has changed is not asked without end.
            Thread.sleep(Math.max(0, LEAST_MILLIS - (parts.clock().nanoTime() - asked) / 1_000_000));
            return;
        }
        if (reply.status() != 200) {
            throw new IOException("no configuration: " + reply.problem());
        }
        try {
            apply(reply.body());
            configurationError = null;
        } catch (IOException | DecisionsException | RuntimeException e) {
            configurationError = shortened(String.valueOf(e.getMessage()));
            throw e;
        }
    }

    private void apply(byte[] document) throws IOException, DecisionsException {
        Decisions decisions = DecisionsReader.read(document);
        requireOwn(decisions);
        if (decisions.version() <= appliedVersion) {
            throw new DecisionsException(
                    "the control plane offers version " + decisions.version() + ", this node holds "
                            + appliedVersion + " already; it goes beyond that once it has heard so");
        }
        Runnable change = parts.target().prepare(decisions);
        files.keepConfiguration(document);
        change.run();
        appliedVersion = decisions.version();
        LOG.info("Version {} of the configuration holds", decisions.version());
    }

    private void requireOwn(Decisions decisions) throws IOException, DecisionsException {
        if (!decisions.nodeId().equals(files.nodeId())) {
            throw new DecisionsException("the configuration is for the node " + decisions.nodeId() + ", this is "
                    + files.nodeId());
        }
    }

    private JsonNode beat() throws IOException, InterruptedException {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("version", parts.softwareVersion()).put("started_at", started.toString())
                .put("time", parts.clock().instant().toString()).put("applied_version", appliedVersion)
                .put("configuration_error", configurationError).put("queued", parts.target().queued());
        ControlClient.Reply reply = client.post("/v1/node/heartbeat", registration.credential(), body, ANSWER_TIME);
        if (reply.status() != 200) {
            throw new IOException("no heartbeat: " + reply.problem());
        }
        JsonNode answer = JSON.readTree(reply.body());
        if (answer == null || !answer.path("version").isIntegralNumber()) {
            throw new IOException("no heartbeat: what answers is no control plane");
        }
        return answer;
    }

    private static String shortened(String text) {
        String plain = text.replaceAll("\\p{Cntrl}+", " ");
        return plain.length() <= MAX_ERROR ? plain : plain.substring(0, MAX_ERROR);
    }

    /** Ends every exchange; what was being applied is in force, or on disk for the next start, or neither. */
    @Override
    public void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
        client.close();
        for (Thread thread : threads) {
            try {
                if (!thread.join(ANSWER_TIME)) {
                    LOG.warn("{} has not ended", thread.getName());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
