package com.penguinmails.control;

import com.penguinmails.control.api.ApiFactory;
import com.penguinmails.control.api.Operation;
import com.penguinmails.control.api.Origins;
import com.penguinmails.control.audit.AuditLog;
import com.penguinmails.control.audit.AuditResource;
import com.penguinmails.control.config.ControlConfig;
import com.penguinmails.control.config.DatabaseConfig;
import com.penguinmails.control.database.Changes;
import com.penguinmails.control.database.Database;
import com.penguinmails.control.database.DatabaseSettings;
import com.penguinmails.control.database.EmbeddedDatabase;
import com.penguinmails.control.domain.Domains;
import com.penguinmails.control.event.EventResource;
import com.penguinmails.control.event.EventStore;
import com.penguinmails.control.event.UsageResource;
import com.penguinmails.control.key.KeyResource;
import com.penguinmails.control.node.ConfigurationResource;
import com.penguinmails.control.node.NodeReports;
import com.penguinmails.control.node.NodeResource;
import com.penguinmails.control.openapi.ApiDocument;
import com.penguinmails.control.seal.SecretFile;
import com.penguinmails.control.tenant.TenantResource;
import com.penguinmails.control.workspace.WorkspaceResource;
import com.penguinmails.mta.accept.ApiKey;
import com.penguinmails.mta.config.Endpoint;
import com.penguinmails.mta.counter.ProcessMetrics;
import com.penguinmails.mta.http.HttpApi;
import com.penguinmails.mta.http.HttpServer;
import com.penguinmails.mta.http.MemoryBudget;
import com.penguinmails.mta.http.Route;
import com.penguinmails.mta.time.Clock;
import com.penguinmails.mta.time.IdGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running control plane: database, API, and the port for metrics and health. Started once, closed once; closing takes no more
 * requests, waits a moment for those that run, and stops an embedded database last.
 */
public final class ControlPlane implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlPlane.class);
    private static final int METRICS_CONNECTIONS = 64;
    private static final Duration METRICS_IDLE = Duration.ofMinutes(1);
    private static final long METRICS_MEMORY = 1 << 20;

    private final ControlConfig config;
    private final Surroundings surroundings;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final ProcessMetrics metrics = new ProcessMetrics();

    private List<Route<Operation>> routes = List.of();
    private Function<String, ApiKey> invitations = _ -> {
        throw new IllegalStateException("not started");
    };

    private ControlPlane(ControlConfig config, Surroundings surroundings) {
        this.config = config;
        this.surroundings = surroundings;
    }

    /** Time and randomness; the latter must be unpredictable. */
    public record Surroundings(Clock clock, RandomGenerator random) {}

    /** Where a started one listens. */
    public record Endpoints(List<Endpoint> api, List<Endpoint> metrics) {}

    /** A control plane that listens, and where. */
    public record Started(ControlPlane plane, Endpoints endpoints) implements AutoCloseable {
        @Override
        public void close() {
            plane.close();
        }
    }

    /**
     * Opens the database, brings its schema up to date, makes the first operator's key and listens.
     *
     * @throws IOException naming what cannot be had; nothing is left open then
     */
    public static Started start(ControlConfig config, Surroundings surroundings) throws IOException {
        var plane = new ControlPlane(config, surroundings);
        Endpoints endpoints = null;
        try {
            endpoints = plane.start();
            return new Started(plane, endpoints);
        } finally {
            if (endpoints == null) {
                plane.close();
            }
        }
    }

    private Endpoints start() throws IOException {
        open.push(metrics);
        var timer = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("control-timer").factory());
        timer.setRemoveOnCancelPolicy(true);
        open.push(timer::shutdownNow);
        DatabaseSettings settings = settings();
        Database database = Database.open(settings, metrics.registry());
        open.push(database);
        Changes changes = Changes.listen(settings);
        open.push(changes);
        var ids = new IdGenerator(surroundings.clock(), surroundings.random());
        var audit = new AuditLog(surroundings.clock(), ids);
        var origins = new Origins(surroundings.clock(), ids, surroundings.random());
        var keys = new KeyResource(database, audit, origins);
        keepOperatorKey(keys);
        var nodes = new NodeResource(database, audit, origins);
        invitations = nodes::invite;
        var health = new Health(database, metrics);
        var domains = Domains.open(config.domains(), config.dataDirectory(), database, audit, origins);
        open.push(domains);
        routes = new ArrayList<>(routes(database, audit, ids, keys, health));
        routes.addAll(domains.routes());
        routes.addAll(nodes.routes());
        routes.addAll(new NodeReports(database, audit, surroundings.clock()).routes());
        routes.addAll(new ConfigurationResource(database, changes, surroundings.clock()).routes());
        var events = new EventStore(database, surroundings.clock(), config.events().retention());
        routes.addAll(new EventResource(events).routes());
        routes.addAll(new UsageResource(surroundings.clock()).routes());
        var _ = timer.scheduleWithFixedDelay(() -> sweep(events), 0, 1, TimeUnit.HOURS);
        HttpApi api = new ApiFactory(config.http(), database, surroundings.clock(), ids, timer).make(routes,
                keys.check().or(nodes.check()), new RequestMeters(metrics.registry()));
        HttpServer server = listen(new HttpServer.Settings("http", config.http().listen(), config.http().unixSocket(),
                config.http().maxConnections(), config.http().idleTimeout()), api);
        HttpServer metricsServer = listen(new HttpServer.Settings("metrics", config.metrics().listen(), null,
                METRICS_CONNECTIONS, METRICS_IDLE), metricsApi(health, ids));
        // First of all, so that requests which wait for a change do not keep the server from stopping.
        open.push(changes);
        return new Endpoints(server.endpoints(), metricsServer.endpoints());
    }

    private static void sweep(EventStore events) {
        try {
            int days = events.sweep();
            if (days > 0) {
                LOG.info("Events of {} days are older than is kept and were dropped", days);
            }
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("Old events were not dropped; in an hour this is tried again");
        }
    }

    /**
     * A one-time token with which a node may register, for whoever runs both in one process.
     *
     * @param name how the node's name begins
     */
    public String invite(String name) {
        return invitations.apply(name).reveal();
    }

    /** What the API serves; its document is held to it. */
    List<Route<Operation>> routes() {
        return routes;
    }

    private List<Route<Operation>> routes(Database database, AuditLog audit, IdGenerator ids, KeyResource keys,
            Health health) {
        List<Route<Operation>> routes = new ArrayList<>(health.routes());
        routes.addAll(new ApiDocument().routes());
        routes.addAll(new TenantResource(audit, surroundings.clock(), ids).routes());
        routes.addAll(new WorkspaceResource(audit, surroundings.clock(), ids).routes());
        routes.addAll(keys.routes());
        routes.addAll(new AuditResource(database).routes());
        return routes;
    }

    private static HttpApi metricsApi(Health health, IdGenerator ids) {
        HttpApi.Watch uncounted = new HttpApi.Watch() {
            @Override
            public void received() {
                // The API's requests are counted, not those that read the count.
            }

            @Override
            public void answered(int status) {
                // As above.
            }
        };
        return new HttpApi(health, () -> ids.next("req_"), uncounted, new MemoryBudget(METRICS_MEMORY));
    }

    private HttpServer listen(HttpServer.Settings settings, HttpApi api) throws IOException {
        var server = new HttpServer(settings, api);
        open.push(server);
        server.start();
        return server;
    }

    private DatabaseSettings settings() throws IOException {
        DatabaseConfig wanted = config.database();
        if (wanted.url() != null) {
            Path file = wanted.passwordFile();
            return new DatabaseSettings(wanted.url(), wanted.user(),
                    file == null ? null : Files.readString(file).strip(), wanted.connections(),
                    wanted.connectionTimeout());
        }
        EmbeddedDatabase embedded = EmbeddedDatabase.start(config.dataDirectory(), wanted.embeddedPort());
        open.push(embedded);
        return embedded.settings(wanted.connections(), wanted.connectionTimeout());
    }

    /** Shown nowhere but in a file that only this user can read: a terminal and a log keep too much. */
    private void keepOperatorKey(KeyResource keys) throws IOException {
        Path file = config.dataDirectory().resolve("operator.key");
        Files.createDirectories(config.dataDirectory());
        Optional<ApiKey> made = keys.firstOperatorKey();
        if (made.isPresent()) {
            Files.deleteIfExists(file);
            SecretFile.make(file, made.get().reveal() + "\n");
            LOG.info("An operator's key was made; it is in {}", file);
        }
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                LOG.atWarn().setCause(e).log("A part did not stop in good order");
            }
        }
    }
}
