package com.penguinmails.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.control.ControlClient.Reply;
import com.penguinmails.control.OpenApi.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Holds {@code /openapi.json} to the code: good and bad requests to every operation that stands in it. */
@ExtendWith(ControlRig.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContractTest {
    private OpenApi api;
    private ControlRig rig;
    private String domainTenant = "";
    private String aDomain = "";

    @BeforeAll
    void readTheDocument(ControlRig given) throws Exception {
        rig = given;
        api = new OpenApi(rig.anonymous().get("/openapi.json").expect(200).body());
    }

    @Test
    void theDocumentNamesExactlyWhatIsServed() {
        var documented = new TreeSet<String>();
        api.calls().forEach(call -> documented.add(call.name()));
        var served = new TreeSet<String>();
        rig.routes().forEach(route -> served.add(route.method() + " " + route.path()));

        assertThat(documented).isEqualTo(served);
    }

    @TestFactory
    Stream<DynamicTest> aGoodRequestIsAnsweredAsTheDocumentSays() {
        return api.calls().stream().map(call -> DynamicTest.dynamicTest(call.name(), () -> {
            Reply reply = good(call);
            assertThat(reply.status()).as(reply.response().body()).isBetween(200, 299);
            assertThat(call.violations(reply)).isEmpty();
            assertThat(reply.header("X-Request-Id")).startsWith("req_");
        }));
    }

    @TestFactory
    Stream<DynamicTest> aBadBodyIsRefusedWithAPointerToEachField() {
        return api.calls().stream().filter(Call::hasBody).map(call -> DynamicTest.dynamicTest(call.name(), () -> {
            for (OpenApi.BadBody bad : call.badBodies(example(call))) {
                Reply reply = send(call, bad.body());
                assertThat(reply.status()).as(call.name() + " " + bad.body() + ": " + reply.response().body())
                        .isEqualTo(422);
                assertThat(reply.pointers()).as(bad.body().toString()).contains(bad.pointer());
                assertThat(call.violations(reply)).isEmpty();
            }
        }));
    }

    @TestFactory
    Stream<DynamicTest> whatIsNoJsonIsRefused() {
        return api.calls().stream().filter(Call::hasBody).map(call -> DynamicTest.dynamicTest(call.name(), () -> {
            Map<String, String> bodies = Map.of("{", "json_invalid", "[]", "json_invalid", "\"text\"", "json_invalid",
                    "{\"name\": 1, \"name\": 2}", "json_invalid", "{} {}", "json_invalid",
                    "{\"a\":".repeat(40) + "1" + "}".repeat(40), "json_invalid");
            String path = path(call);
            ControlClient client = client(call);
            for (Map.Entry<String, String> body : bodies.entrySet()) {
                Reply reply = client.send(call.method(), path, body.getKey());
                assertThat(reply.expect(400).text("code")).as(body.getKey()).isEqualTo(body.getValue());
            }
            client.send(call.method(), path, "name=x", "Content-Type", "application/x-www-form-urlencoded")
                    .expect(415);
            client.send(call.method(), path, "{\"name\": \"" + "x".repeat(70_000) + "\"}").expect(413);
        }));
    }

    @TestFactory
    Stream<DynamicTest> aKeyIsNeededAndItsScopeToo() throws Exception {
        ControlClient sender = rig.with(rig.operator().post("/v1/api-keys",
                "{\"name\": \"narrow\", \"scopes\": [\"messages:send\"]}").expect(201).text("key"));
        return api.calls().stream().map(call -> DynamicTest.dynamicTest(call.name(), () -> {
            String path = path(call);
            if (call.scope().isEmpty()) {
                rig.anonymous().send(call.method(), path, null).expect(200);
                return;
            }
            assertThat(call.violations(rig.anonymous().send(call.method(), path, null).expect(401))).isEmpty();
            Reply refused = sender.send(call.method(), path, call.hasBody() ? "{}" : null).expect(403);
            assertThat(refused.text("detail")).contains(call.scope());
            assertThat(call.violations(refused)).isEmpty();
        }));
    }

    @TestFactory
    Stream<DynamicTest> anIdThatIsNoneIsNotFound() {
        return api.calls().stream().filter(call -> call.path().contains("{id}"))
                .map(call -> DynamicTest.dynamicTest(call.name(), () -> {
                    String there = path(call);
                    String unknown = there.replaceFirst("_[0-9a-z]{20}", "_" + "0".repeat(20));
                    for (String path : List.of(unknown, call.path().replace("{id}", "1"),
                            call.path().replace("{id}", "%00"), call.path().replace("{id}", "..%2f"),
                            call.path().replace("{id}", "x".repeat(300)))) {
                        Reply reply = rig.operator().send(call.method(), path,
                                call.hasBody() ? example(call).toString() : null);
                        assertThat(reply.status()).as(path).isIn(404, 400);
                        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> aParameterThatIsWrongOrUnknownIsRefused() {
        return api.calls().stream().map(call -> DynamicTest.dynamicTest(call.name(), () -> {
            String path = path(call);
            String body = call.hasBody() ? example(call).toString() : null;
            ControlClient client = client(call);
            client.send(call.method(), path + "?no_such=1", body).expect(400);
            for (String query : call.badQueries()) {
                Reply reply = client.send(call.method(), path + "?" + query, body);
                assertThat(reply.status()).as(query).isEqualTo(400);
                assertThat(call.violations(reply)).isEmpty();
            }
        }));
    }

    @TestFactory
    Stream<DynamicTest> anIdempotencyKeyThatIsNoneIsRefused() {
        return api.calls().stream().filter(call -> !call.method().equals("GET"))
                .map(call -> DynamicTest.dynamicTest(call.name(), () -> {
                    String body = call.hasBody() ? example(call).toString() : null;
                    client(call).send(call.method(), path(call), body, "Idempotency-Key", "x".repeat(256))
                            .expect(400);
                }));
    }

    @Test
    void halfACharacterIsRefused() throws Exception {
        Reply reply = rig.operator().post("/v1/tenants", "{\"name\": \"\\ud800\"}").expect(422);

        assertThat(reply.pointers()).containsExactly("/name");
    }

    @Test
    void anotherMethodOrAnotherPathIsToldSo() throws Exception {
        Reply method = rig.operator().send("PUT", "/v1/tenants", "{}").expect(405);

        assertThat(method.header("Allow")).isEqualTo("GET, POST");
        rig.operator().get("/v1/no-such-thing").expect(404);
    }

    @Test
    void eachAnswerTellsWhatIsLeftAndTooManyAreRefused(PostgresServer server) throws Exception {
        try (ControlRig slow = ControlRig.withRate(server, 2)) {
            var statuses = new ArrayList<Integer>();
            Reply last = slow.operator().get("/v1/tenants");
            assertThat(last.header("RateLimit-Policy")).isEqualTo("\"requests\";q=2;w=1");
            assertThat(last.header("RateLimit")).startsWith("\"requests\";r=");
            for (int i = 0; i < 50 && last.status() != 429; i++) {
                last = slow.operator().get("/v1/tenants");
                statuses.add(last.status());
            }

            assertThat(statuses).contains(429);
            assertThat(last.header("Retry-After")).isEqualTo("1");
            assertThat(last.text("type")).endsWith("#quota-exceeded");
        }
    }

    @Test
    void thePageAsksForNothingFromElsewhere() throws Exception {
        for (String path : List.of("/docs", "/docs/docs.js", "/docs/docs.css")) {
            Reply page = rig.anonymous().get(path).expect(200);
            assertThat(page.response().body()).doesNotContain("http://", "https://", "//cdn");
            assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'");
        }
    }

    @Test
    void healthAndMetricsNeedNoKey() throws Exception {
        var metrics = new ControlClient(rig.metricsUrl(), "");

        assertThat(metrics.get("/health/ready").expect(200).text("status")).isEqualTo("ready");
        assertThat(metrics.get("/health/live").expect(200).text("status")).isEqualTo("live");
        assertThat(metrics.get("/metrics").expect(200).response().body()).contains("penguin_control_requests_total",
                "hikaricp_connections_active", "jvm_memory_used_bytes");
    }

    private Reply good(Call call) throws Exception {
        return send(call, call.hasBody() ? example(call) : null);
    }

    private Reply send(Call call, @Nullable JsonNode body) throws Exception {
        return client(call).send(call.method(), path(call), body == null ? null : body.toString());
    }

    /** Whoever the operation is for: an operator, a node, or a node with its one-time token. */
    private ControlClient client(Call call) throws Exception {
        return switch (call.scope()) {
            case "node" -> rig.node();
            case "node:register" -> rig.invited("for the contract");
            default -> rig.operator();
        };
    }

    /** The document's example, with ids of this database and names that nobody has yet. */
    private ObjectNode example(Call call) throws Exception {
        ObjectNode example = call.example();
        if (example.has("tenant_id")) {
            example.put("tenant_id", rig.newTenant("of an example"));
        }
        if (call.path().equals("/v1/nodes")) {
            example.put("name", "n" + rig.clock.nanoTime());
        }
        if (example.has("external_id")) {
            example.put("external_id", "x" + rig.clock.nanoTime());
        }
        if (example.has("workspace_id")) {
            example.put("workspace_id", rig.newWorkspace(domainTenant(), "w" + rig.clock.nanoTime()));
        }
        if (call.path().equals("/v1/domains")) {
            example.put("name", "x" + rig.clock.nanoTime() + ".example.com");
        }
        if (example.has("server")) {
            example.put("server", "127.0.0.1:" + rig.dns.address().getPort());
        }
        return example;
    }

    /** Whose domains and their workspaces are. */
    private String domainTenant() throws Exception {
        if (domainTenant.isEmpty()) {
            domainTenant = rig.newTenant("with domains");
        }
        return domainTenant;
    }

    /** A domain, verified where the operation needs keys that sign; the same one for what leaves it as it is. */
    private String domain(Call call) throws Exception {
        boolean rotates = call.path().endsWith("/rotate");
        if (!aDomain.isEmpty() && !call.method().equals("DELETE") && !rotates) {
            return aDomain;
        }
        Reply made = rig.operator().post("/v1/domains", "{\"workspace_id\": \"%s\", \"name\": \"%s\"}".formatted(
                rig.newWorkspace(domainTenant(), "v" + rig.clock.nanoTime()),
                "y" + rig.clock.nanoTime() + ".example.com")).expect(201);
        if (rotates) {
            rig.publish(made.body());
            rig.operator().post("/v1/domains/" + made.text("id") + "/verify", "{}").expect(200);
        } else if (!call.method().equals("DELETE")) {
            aDomain = made.text("id");
        }
        return made.text("id");
    }

    /** The path with a new thing of its kind in it, in the state that the operation needs. */
    private String path(Call call) throws Exception {
        if (!call.path().contains("{id}")) {
            return call.path();
        }
        String id = switch (call.path().split("/", -1)[2]) {
            case "tenants" -> rig.newTenant("in a path");
            case "workspaces" -> rig.operator().post("/v1/workspaces",
                    "{\"tenant_id\": \"%s\", \"name\": \"w\"}".formatted(rig.newTenant("with a workspace"))).expect(201)
                    .text("id");
            case "nodes" -> rig.newNode("in a path");
            case "domains" -> domain(call);
            default -> rig.operator().post("/v1/api-keys", "{\"name\": \"k\", \"scopes\": [\"messages:send\"]}")
                    .expect(201).text("id");
        };
        if (call.path().endsWith("/resume")) {
            rig.operator().post("/v1/tenants/" + id + "/suspend", "{\"reason\": \"x\"}").expect(200);
        }
        if (call.path().endsWith("/undrain")) {
            rig.operator().post("/v1/nodes/" + id + "/drain", "{}").expect(200);
        }
        return call.path().replace("{id}", id);
    }
}
