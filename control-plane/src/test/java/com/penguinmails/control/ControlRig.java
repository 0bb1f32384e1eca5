package com.penguinmails.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.penguinmails.control.api.Operation;
import com.penguinmails.control.config.ApiConfig;
import com.penguinmails.control.config.ControlConfig;
import com.penguinmails.control.config.DatabaseConfig;
import com.penguinmails.control.config.DomainsConfig;
import com.penguinmails.control.config.EventsConfig;
import com.penguinmails.control.config.MetricsConfig;
import com.penguinmails.control.database.DatabaseSettings;
import com.penguinmails.mta.accept.ApiKey;
import com.penguinmails.mta.config.ByteSize;
import com.penguinmails.mta.config.Endpoint;
import com.penguinmails.mta.http.Route;
import com.penguinmails.mta.time.Randomness;
import com.penguinmails.testkit.dns.ZoneData;
import com.penguinmails.testkit.dns.ZoneServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** A whole control plane on a database of its own, reached by URL, with a clock that the test can move. One for each test class. */
final class ControlRig implements AutoCloseable {
    final MovableClock clock = new MovableClock();
    final DatabaseSettings database;
    /** The DNS that domains are looked up in. */
    final ZoneServer dns = ZoneServer.start(new ZoneData(Duration.ofSeconds(5)));
    private final Path directory;
    private final ControlPlane.Started control;
    private @Nullable ControlClient node;

    private ControlRig(PostgresServer server, ApiConfig api) throws IOException, SQLException {
        database = server.newDatabase();
        directory = Files.createTempDirectory("control");
        var config = new ControlConfig(directory, api, new MetricsConfig(List.of(new Endpoint("127.0.0.1", 0))),
                new DatabaseConfig(database.url(), database.user(), server.passwordFile(), 5, Duration.ofSeconds(5),
                        0),
                EventsConfig.defaults(), domains());
        control = ControlPlane.start(config, new ControlPlane.Surroundings(clock, Randomness.secure()));
    }

    /** Brings it to the tests of a class. */
    static final class Extension implements BeforeAllCallback, AfterAllCallback, ParameterResolver {
        private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace
                .create(ControlRig.class);

        @Override
        public void beforeAll(ExtensionContext context) throws Exception {
            context.getStore(NAMESPACE).put("rig", new ControlRig(PostgresServer.of(context), defaults(100_000)));
        }

        @Override
        public void afterAll(ExtensionContext context) throws Exception {
            context.getStore(NAMESPACE).remove("rig", ControlRig.class).close();
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == ControlRig.class
                    || parameter.getParameter().getType() == PostgresServer.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == PostgresServer.class
                    ? PostgresServer.of(context)
                    : context.getStore(NAMESPACE).get("rig", ControlRig.class);
        }
    }

    /** One more, with a rate of its own. */
    static ControlRig withRate(PostgresServer server, int requestRate) throws IOException, SQLException {
        return new ControlRig(server, defaults(requestRate));
    }

    /** All of DNS is one server, which also takes no updates. */
    private DomainsConfig domains() {
        DomainsConfig usual = DomainsConfig.defaults();
        var server = new Endpoint("127.0.0.1", dns.address().getPort());
        dns.zones().txt(usual.spfInclude(), "v=spf1 ip4:192.0.2.0/24 -all");
        return new DomainsConfig(usual.spfInclude(), usual.returnPathHost(), usual.trackingHost(),
                List.of(server, server), List.of(server), usual.recheckPending(), usual.pendingFor(), usual.recheck(),
                usual.grace(), usual.keyOverlap(), null, null, List.of(server));
    }

    private static ApiConfig defaults(int requestRate) {
        return new ApiConfig(List.of(new Endpoint("127.0.0.1", 0)), null, ByteSize.ofKiB(64), 200,
                Duration.ofSeconds(30), requestRate, Duration.ofDays(1), ByteSize.ofMiB(16));
    }

    String url() {
        return "http://" + control.endpoints().api().getFirst();
    }

    String metricsUrl() {
        return "http://" + control.endpoints().metrics().getFirst();
    }

    Path operatorKeyFile() {
        return directory.resolve("operator.key");
    }

    ControlClient operator() throws IOException {
        return with(Files.readString(operatorKeyFile()).strip());
    }

    ControlClient with(String key) {
        return new ControlClient(url(), key);
    }

    ControlClient anonymous() {
        return new ControlClient(url(), "");
    }

    List<Route<Operation>> routes() {
        return control.plane().routes();
    }

    /** Past the API, as the owner of the tables. */
    Connection owner() throws SQLException {
        return DriverManager.getConnection(database.url() + "?currentSchema=control", database.user(),
                database.password());
    }

    /** A new tenant's id. */
    @CanIgnoreReturnValue
    String newTenant(String name) throws Exception {
        return operator().post("/v1/tenants", "{\"name\": \"" + name + "\"}").expect(201).text("id");
    }

    /** A new key of a tenant, for everything that a tenant's key can do. */
    ControlClient tenantClient(String tenant) throws Exception {
        return with(operator().post("/v1/api-keys", """
                {"tenant_id": "%s", "name": "all", "scopes": ["tenants:read", "workspaces:read", "workspaces:write",
                 "domains:read", "domains:write", "api-keys:read", "api-keys:write", "audit-log:read", "messages:send",
                 "messages:read", "events:read", "usage:read"]}"""
                .formatted(tenant)).expect(201).text("key"));
    }

    /** A new node's id; its name begins so. */
    @CanIgnoreReturnValue
    String newNode(String name) throws Exception {
        return created(name).text("id");
    }

    /** A node that was not registered yet, with its token. */
    ControlClient invited(String name) throws Exception {
        return with(created(name).text("registration_token"));
    }

    private ControlClient.Reply created(String name) throws Exception {
        return operator().post("/v1/nodes", "{\"name\": \"%s %d\"}".formatted(name, clock.nanoTime())).expect(201);
    }

    /** The node of this rig, registered. */
    ControlClient node() throws Exception {
        if (node == null) {
            node = register(invited("of the rig"));
        }
        return node;
    }

    /** What a node does with its token. */
    @CanIgnoreReturnValue
    ControlClient register(ControlClient invited) throws Exception {
        ApiKey credential = ApiKey.generate(Randomness.secure(), false);
        invited.post("/v1/node/register", "{\"credential_id\": \"%s\", \"credential_hash\": \"%s\"}"
                .formatted(credential.id(), credential.hashHex())).expect(200);
        return with(credential.reveal());
    }

    /** A new workspace's id. */
    String newWorkspace(String tenant, String name) throws Exception {
        return operator().post("/v1/workspaces", "{\"tenant_id\": \"%s\", \"name\": \"%s\"}".formatted(tenant, name))
                .expect(201).text("id");
    }

    /** Publishes every record that a domain's answer asks for. */
    void publish(JsonNode domain) {
        domain.path("records").forEach(record -> {
            String host = record.path("host").asText();
            String value = record.path("value").asText();
            dns.zones().remove(host, record.path("type").asText());
            if (record.path("type").asText().equals("TXT")) {
                dns.zones().txt(host, value);
            } else {
                dns.zones().add(host, record.path("type").asText(), value);
            }
        });
    }

    @Override
    public void close() throws IOException {
        control.close();
        dns.close();
        PostgresServer.delete(directory);
    }
}
