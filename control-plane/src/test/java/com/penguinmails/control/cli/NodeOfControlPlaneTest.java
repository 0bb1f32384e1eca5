package com.penguinmails.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.penguinmails.mta.config.ControlLinkConfig;
import com.penguinmails.mta.node.NodeFiles;
import com.penguinmails.mta.node.PenguinNode;
import com.penguinmails.testkit.smtp.ScriptedReceiver;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Base64;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** Both in one process, over real sockets: what is decided at the control plane holds at the node. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodeOfControlPlaneTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final ScriptedReceiver receiver = ScriptedReceiver.start();
    private Path data;
    private UpDirectory directory;
    private OneProcess running;

    @BeforeAll
    void start() throws Exception {
        data = Files.createTempDirectory("one");
        directory = begin("one");
        running = OneProcess.start(directory);
        awaitRegistered();
    }

    private UpDirectory begin(String name) throws IOException {
        var directory = new UpDirectory(data.resolve(name));
        directory.prepare(UpDirectory.Ports.FREE);
        Files.writeString(directory.node(), """
                [spool]
                file_size = "16MiB"
                reserve = "1MiB"
                [delivery]
                ipv6 = "off"
                [[routes]]
                domain = "*"
                hosts = ["127.0.0.1:%d"]
                """.formatted(receiver.port()), StandardOpenOption.APPEND);
        return directory;
    }

    @AfterAll
    void stop() {
        running.close();
        receiver.close();
        client.close();
    }

    private String control() {
        return "http://" + running.control().endpoints().api().getFirst();
    }

    private static String node(PenguinNode node) {
        return "http://" + node.http().getFirst();
    }

    @CanIgnoreReturnValue
    private HttpResponse<String> send(String method, String url, String key, @Nullable String body)
            throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body)).build(),
                BodyHandlers.ofString());
    }

    @CanIgnoreReturnValue
    private JsonNode operate(String path, String body) throws Exception {
        String key = Files.readString(data.resolve("one").resolve("control").resolve("operator.key")).strip();
        HttpResponse<String> response = send(body.isEmpty() ? "GET" : "POST", control() + path, key,
                body.isEmpty() ? null : body);
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
        return JSON.readTree(response.body());
    }

    private String tenant(String more) throws Exception {
        return operate("/v1/tenants", "{\"name\": \"t\"%s}".formatted(more)).path("id").asText();
    }

    private JsonNode key(String tenant, String more) throws Exception {
        return operate("/v1/api-keys", """
                {"tenant_id": "%s", "name": "k", "scopes": ["messages:send", "messages:read"]%s}"""
                .formatted(tenant, more));
    }

    private HttpResponse<String> submit(PenguinNode node, String key, String recipient) throws Exception {
        return send("POST", node(node) + "/v1/messages", key, """
                {"from": "shop@shop.test", "to": ["%s"], "subject": "s", "text": "t"}""".formatted(recipient));
    }

    private static void within(Duration time, ThrowingRunnable holds) {
        Awaitility.await().pollInterval(Duration.ofMillis(20)).atMost(time).untilAsserted(holds);
    }

    /** What a change at the control plane may take until it holds at a node. */
    private static void soon(ThrowingRunnable holds) {
        within(Duration.ofSeconds(1), holds);
    }

    private void awaitRegistered() {
        within(Duration.ofSeconds(20), () -> assertThat(operate("/v1/nodes", "").at("/data/0/state").asText())
                .isEqualTo("active"));
    }

    private JsonNode explained(PenguinNode node, String key, String id) throws Exception {
        return JSON.readTree(send("GET", node(node) + "/v1/messages/" + id + "/explain", key, null).body());
    }

    @Test
    void aKeyOfTheControlPlaneSendsAtOnceAndIsRefusedAtOnceWhenItIsRevoked() throws Exception {
        JsonNode key = key(tenant(""), "");
        String secret = key.path("key").asText();

        soon(() -> assertThat(submit(running.node(), secret, "first@inbox.test").statusCode()).isEqualTo(202));
        within(Duration.ofSeconds(10), () -> assertThat(receiver.deliveries().count("first@inbox.test")).isEqualTo(1));

        JsonNode fresh = operate("/v1/api-keys/" + key.path("id").asText() + "/rotate", "{\"overlap_seconds\": 3600}");
        soon(() -> assertThat(submit(running.node(), fresh.path("key").asText(), "a@inbox.test").statusCode())
                .isEqualTo(202));
        assertThat(submit(running.node(), secret, "a@inbox.test").statusCode()).isEqualTo(202);

        operate("/v1/api-keys/" + key.path("id").asText() + "/revoke", "{}");
        soon(() -> assertThat(submit(running.node(), secret, "a@inbox.test").statusCode()).isEqualTo(401));
        assertThat(submit(running.node(), fresh.path("key").asText(), "a@inbox.test").statusCode()).isEqualTo(202);
    }

    @Test
    void aSessionOfSmtpSendsNoMoreOnceItsKeyIsRevoked() throws Exception {
        JsonNode key = key(tenant(""), "");
        String secret = key.path("key").asText();
        soon(() -> assertThat(submit(running.node(), secret, "a@inbox.test").statusCode()).isEqualTo(202));
        var smtp = running.node().smtp().getFirst();
        try (var socket = new Socket(smtp.host(), smtp.port());
                var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            socket.setSoTimeout(10_000);
            assertThat(say(socket, in, "")).startsWith("220");
            assertThat(say(socket, in, "EHLO client.test")).startsWith("250");
            String credentials = "\0" + key.path("public_id").asText() + "\0" + secret;
            assertThat(say(socket, in, "AUTH PLAIN " + Base64.getEncoder()
                    .encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))).startsWith("235");
            assertThat(say(socket, in, "MAIL FROM:<a@shop.test>")).startsWith("250");
            assertThat(say(socket, in, "RSET")).startsWith("250");

            operate("/v1/api-keys/" + key.path("id").asText() + "/revoke", "{}");

            soon(() -> {
                String reply = say(socket, in, "MAIL FROM:<a@shop.test>");
                if (reply.startsWith("250")) {
                    assertThat(say(socket, in, "RSET")).startsWith("250");
                }
                assertThat(reply).startsWith("530");
            });
        }
    }

    /** The last line of the reply. */
    private static String say(Socket socket, BufferedReader in, String line) throws IOException {
        if (!line.isEmpty()) {
            socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }
        String reply = String.valueOf(in.readLine());
        while (reply.length() > 3 && reply.charAt(3) == '-') {
            reply = String.valueOf(in.readLine());
        }
        return reply;
    }

    @Test
    void aKeyIsHeldToItsNetworkItsScopesAndItsTenant() throws Exception {
        String tenant = tenant("");
        String elsewhere = key(tenant, ", \"allowed_cidrs\": [\"192.0.2.0/24\"]").path("key").asText();
        String good = key(tenant, "").path("key").asText();

        soon(() -> assertThat(submit(running.node(), good, "a@inbox.test").statusCode()).isEqualTo(202));
        assertThat(submit(running.node(), elsewhere, "a@inbox.test").statusCode()).isEqualTo(401);
        assertThat(send("POST", node(running.node()) + "/v1/messages", good, """
                {"from": "shop@shop.test", "to": ["a@inbox.test"], "text": "t", "tenant": "other"}""").statusCode())
                .isEqualTo(403);
    }

    @Test
    void aSuspendedTenantIsRefusedOrHeldUntilItsEndAndGoesOnWhenResumed() throws Exception {
        String tenant = tenant("");
        String key = key(tenant, "").path("key").asText();
        soon(() -> assertThat(submit(running.node(), key, "a@inbox.test").statusCode()).isEqualTo(202));

        operate("/v1/tenants/" + tenant + "/suspend", "{\"reason\": \"spam run\"}");
        soon(() -> {
            HttpResponse<String> refused = submit(running.node(), key, "a@inbox.test");
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body()).contains("tenant_suspended", "spam run");
        });

        String until = "2035-01-01T00:00:00Z";
        operate("/v1/tenants/" + tenant + "/suspend", "{\"reason\": \"unpaid\", \"until\": \"" + until + "\"}");
        soon(() -> assertThat(submit(running.node(), key, "held@inbox.test").statusCode()).isEqualTo(202));
        String id = JSON.readTree(submit(running.node(), key, "held@inbox.test").body()).path("id").asText();
        within(Duration.ofSeconds(5), () -> assertThat(explained(running.node(), key, id).toString())
                .contains("suspended by the control plane", "unpaid", "2035-01-01T00:00:00Z"));
        assertThat(receiver.deliveries().count("held@inbox.test")).isZero();

        operate("/v1/tenants/" + tenant + "/resume", "{}");
        within(Duration.ofSeconds(5), () -> assertThat(receiver.deliveries().count("held@inbox.test")).isEqualTo(2));
    }

    @Test
    void aQuotaThatIsReachedDelaysWithAReleaseTime() throws Exception {
        String tenant = tenant(", \"quota\": {\"per_hour\": 20}");
        String key = key(tenant, "").path("key").asText();
        soon(() -> assertThat(submit(running.node(), key, "q@inbox.test").statusCode()).isEqualTo(202));
        for (int i = 0; i < 3; i++) {
            assertThat(submit(running.node(), key, "q@inbox.test").statusCode()).isEqualTo(202);
        }
        String last = JSON.readTree(submit(running.node(), key, "q@inbox.test").body()).path("id").asText();

        within(Duration.ofSeconds(5), () -> assertThat(explained(running.node(), key, last).toString())
                .contains("quota-per-hour." + tenant, "20/h, 2 at once"));
        JsonNode message = JSON.readTree(send("GET", node(running.node()) + "/v1/messages/" + last, key, null).body());
        assertThat(message.toString()).contains("delayed", "release_at");

        String operator = Files.readString(data.resolve("one").resolve("control").resolve("operator.key")).strip();
        send("PATCH", control() + "/v1/tenants/" + tenant, operator, "{\"quota\": {\"per_hour\": null}}");
        within(Duration.ofSeconds(5), () -> assertThat(receiver.deliveries().count("q@inbox.test")).isEqualTo(5));
    }

    @Test
    void aNodeThatIsDrainedTakesNoNewMailAndDeliversWhatItHas() throws Exception {
        String key = key(tenant(""), "").path("key").asText();
        soon(() -> assertThat(submit(running.node(), key, "a@inbox.test").statusCode()).isEqualTo(202));
        String node = operate("/v1/nodes", "").at("/data/0/id").asText();

        operate("/v1/nodes/" + node + "/drain", "{}");

        soon(() -> {
            HttpResponse<String> refused = submit(running.node(), key, "a@inbox.test");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("drained");
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        });
        operate("/v1/nodes/" + node + "/undrain", "{}");
        soon(() -> assertThat(submit(running.node(), key, "a@inbox.test").statusCode()).isEqualTo(202));
    }

    @Test
    void whatANodeSendsIsCountedAndToldAtTheControlPlane() throws Exception {
        String tenant = tenant("");
        String key = key(tenant, "").path("key").asText();
        soon(() -> assertThat(submit(running.node(), key, "counted@inbox.test").statusCode()).isEqualTo(202));

        within(Duration.ofSeconds(10), () -> {
            JsonNode usage = operate("/v1/usage?tenant_id=" + tenant, "").path("data").path(0);
            assertThat(usage.path("accepted").asInt()).isEqualTo(1);
            assertThat(usage.path("delivered").asInt()).isEqualTo(1);
        });
        JsonNode events = operate("/v1/events?tenant_id=" + tenant, "").path("data");
        assertThat(events.findValuesAsText("type")).contains("message.accepted", "message.delivered");
        assertThat(events.findValuesAsText("recipient")).contains("counted@inbox.test");
    }

    /** Stops what the others need. */
    @Test
    @Order(Integer.MAX_VALUE)
    void aNodeWorksOnWithoutItsControlPlaneAlsoAfterARestart() throws Exception {
        String key = key(tenant(", \"weight\": 5"), "").path("key").asText();
        soon(() -> assertThat(submit(running.node(), key, "alone@inbox.test").statusCode()).isEqualTo(202));

        running.control().close();
        assertThat(submit(running.node(), key, "alone@inbox.test").statusCode()).isEqualTo(202);
        running.node().close();

        var dead = new ControlLinkConfig("http://127.0.0.1:1", null, false, Duration.ofSeconds(1));
        NodeFiles files = new NodeFiles(directory.node(), null).within(dead);
        try (PenguinNode alone = PenguinNode.start(files.read(), files)) {
            assertThat(submit(alone, key, "alone@inbox.test").statusCode()).isEqualTo(202);
            within(Duration.ofSeconds(10),
                    () -> assertThat(receiver.deliveries().count("alone@inbox.test")).isEqualTo(3));
        }
    }
}
