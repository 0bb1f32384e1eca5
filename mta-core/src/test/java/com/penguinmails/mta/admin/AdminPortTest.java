package com.penguinmails.mta.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.penguinmails.mta.config.Endpoint;
import com.penguinmails.mta.node.NodeFiles;
import com.penguinmails.mta.node.PenguinNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the admin port answers to whoever may not, to whoever means well and errs, and to whoever means ill. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdminPortTest {
    private static final String TOKEN = "the-operator-alone-knows-this";
    private static final String COMMAND = """
            {"command": "suspend", "selector": {"tenant": "acme"}, "operator": "jo", "reason": "a test"}""";

    private final HttpClient client = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private PenguinNode node;
    private String hash = "";

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        hash = HexFormat.of().formatHex(
                MessageDigest.getInstance("SHA-256").digest(TOKEN.getBytes(StandardCharsets.UTF_8)));
        node = node(directory, "token_hash = \"" + hash + "\"");
    }

    @AfterAll
    void stop() {
        client.close();
        node.close();
    }

    private static PenguinNode node(Path directory, String admin) throws Exception {
        Files.writeString(directory.resolve("node.toml"), """
                name = "node.test"
                [smtp]
                listen = []
                [http]
                listen = []
                [admin]
                listen = ["127.0.0.1:0"]
                %s
                [spool]
                kind = "memory"
                [sources.out-1]
                ipv4 = "127.0.0.1"
                [dns]
                servers = ["127.0.0.1:1"]
                """.formatted(admin));
        Files.writeString(directory.resolve("shaping.toml"), """
                [providers.google]
                mx_suffix = ["google.com"]
                """);
        var files = new NodeFiles(directory.resolve("node.toml"), directory.resolve("shaping.toml"));
        return PenguinNode.start(files.read(), files);
    }

    @ParameterizedTest
    @CsvSource({"POST,/v1/commands", "GET,/v1/commands", "GET,/v1/commands/cmd_01m88yt8bkete8g1p01scgvjk1",
            "DELETE,/v1/commands/cmd_01m88yt8bkete8g1p01scgvjk1", "POST,/v1/config/reload", "POST,/v1/simulations"})
    void whoeverHasNotTheTokenIsToldWhatIsMissing(String method, String path) throws Exception {
        for (String authorization : List.of("", "Bearer wrong", "Basic " + TOKEN, "Bearer " + hash, TOKEN)) {
            HttpRequest.Builder request = request(path).method(method, BodyPublishers.ofString(COMMAND))
                    .header("Content-Type", "application/json");
            HttpResponse<String> answer = send(
                    authorization.isEmpty() ? request : request.header("Authorization", authorization));

            assertThat(answer.statusCode()).as(authorization).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
            assertThat(code(answer)).isEqualTo("operator_token_needed");
        }
        assertThat(data()).isEmpty();
    }

    @Test
    void withoutATokenInTheConfigurationNobodyChangesAnything(@TempDir Path directory) throws Exception {
        try (PenguinNode closed = node(directory, "")) {
            Endpoint endpoint = closed.admin().getFirst();
            HttpResponse<String> answer = send(
                    HttpRequest.newBuilder(URI.create("http://" + endpoint + "/v1/commands"))
                            .header("Authorization", "Bearer ").POST(BodyPublishers.ofString(COMMAND)));

            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(json.readTree(answer.body()).path("detail").asText()).contains("admin.token_hash");
        }
    }

    @Test
    void everyFieldThatIsWrongIsNamedWithItsPlace() throws Exception {
        HttpResponse<String> answer = post("/v1/commands", """
                {"command": "suspnd", "selector": {"tenat": "acme", "provider": "gogle", "source": "out-2", "site": 7},
                 "until": "tomorrow", "class": "urgent", "a/b": 1, "reason": ""}""");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(pointers(answer)).containsExactlyInAnyOrder("/command", "/selector/tenat", "/selector/provider",
                "/selector/source", "/selector/site", "/until", "/class", "/a~1b", "/operator", "/reason");
        assertThat(answer.body()).contains("did you mean \\\"google\\\"?", "did you mean \\\"out-1\\\"?",
                "did you mean tenant?");
        assertThat(data()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{\"command\":\"suspend\",\"selector\":{},\"operator\":\"jo\",\"reason\":\"r\"} | /selector",
            "{\"command\":\"suspend\",\"operator\":\"jo\",\"reason\":\"r\"} | /selector",
            "{\"command\":\"suspend\",\"all\":\"yes\",\"selector\":{\"tenant\":\"a\"},\"operator\":\"jo\",\"reason\":\"r\"} | /all",
            "{\"command\":\"suspend\",\"all\":true,\"selector\":{\"tenant\":\"a\"},\"operator\":\"jo\",\"reason\":\"r\"} | /all",
            "{\"command\":\"suspend\",\"selector\":[],\"operator\":\"jo\",\"reason\":\"r\"} | /selector",
            "{\"command\":\"suspend\",\"selector\":{\"tenant\":\"a\"},\"until\":\"2020-01-01T00:00:00Z\",\"operator\":\"jo\",\"reason\":\"r\"} | /until",
            "{\"command\":\"flush\",\"selector\":{\"tenant\":\"a\"},\"until\":\"2090-01-01T00:00:00Z\",\"operator\":\"jo\",\"reason\":\"r\"} | /until",
            "{\"command\":\"reroute\",\"selector\":{\"tenant\":\"a\"},\"operator\":\"jo\",\"reason\":\"r\"} | /pool",
            "{\"command\":\"reroute\",\"selector\":{\"tenant\":\"a\"},\"pool\":\"none\",\"operator\":\"jo\",\"reason\":\"r\"} | /pool",
            "{\"command\":\"priority\",\"selector\":{\"tenant\":\"a\"},\"operator\":\"jo\",\"reason\":\"r\"} | /class",
            "[] | ''"})
    void aCommandThatMakesNoSenseIsRefused(String body, String pointer) throws Exception {
        HttpResponse<String> answer = post("/v1/commands", body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        assertThat(pointers(answer)).as(answer.body()).containsExactly(pointer);
        assertThat(data()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"command\": \"suspend\"} {}", "{\"reason\":\"a\",\"reason\":\"b\"}",
            "{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":1}}}}}"})
    void whatIsNoJsonObjectIsRefused(String body) throws Exception {
        assertThat(post("/v1/commands", body).statusCode()).isIn(400, 422);
        assertThat(data()).isEmpty();
    }

    /** A misspelt {@code dry_run} would do what was only to be counted. */
    @ParameterizedTest
    @ValueSource(strings = {"?dry_run=1", "?dry_run=yes", "?dryrun=true", "?dry_run=", "?dry_run=true&dry_run=false"})
    void aParameterThatIsNotUnderstoodIsNotDoneWithout(String query) throws Exception {
        assertThat(post("/v1/commands" + query, COMMAND).statusCode()).isEqualTo(400);
        assertThat(data()).isEmpty();
    }

    @Test
    void aRepetitionIsAnsweredLikeTheFirstTimeAndAnotherCommandOfTheKeyIsRefused() throws Exception {
        HttpRequest.Builder request = authorized("/v1/commands").header("Idempotency-Key", "night-1");
        HttpResponse<String> first = send(request.copy().POST(BodyPublishers.ofString(COMMAND)));
        HttpResponse<String> second = send(request.copy().POST(BodyPublishers.ofString(COMMAND)));
        HttpResponse<String> other = send(
                request.copy().POST(BodyPublishers.ofString(COMMAND.replace("acme", "other"))));
        String id = json.readTree(first.body()).path("id").asText();

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(second.headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(json.readTree(second.body()).path("id").asText()).isEqualTo(id);
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(code(other)).isEqualTo("idempotency_key_reused");
        assertThat(send(authorized("/v1/commands").header("Idempotency-Key", "k".repeat(256))
                .POST(BodyPublishers.ofString(COMMAND))).statusCode()).isEqualTo(400);

        HttpResponse<String> unsigned = send(authorized("/v1/commands/" + id).method("DELETE",
                BodyPublishers.ofString("{\"operator\": \"jo\"}")));
        assertThat(unsigned.statusCode()).isEqualTo(422);
        assertThat(pointers(unsigned)).containsExactly("/reason");
        assertThat(send(authorized("/v1/commands/" + id).method("DELETE",
                BodyPublishers.ofString("{\"operator\": \"jo\", \"reason\": \"over\"}"))).statusCode()).isEqualTo(200);
        assertThat(get("/v1/commands/" + id).body()).contains("\"state\":\"ended\"");
        assertThat(get("/v1/commands/cmd_00000000000000000000000000").statusCode()).isEqualTo(404);
        assertThat(get("/v1/commands/none").statusCode()).isEqualTo(404);
    }

    /** Each first command, and another of the same kind and selector. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
            "suspend | 'until': '2090-01-01T00:00:00Z' | 'until': '2091-01-01T00:00:00Z' | until 2090-01-01T00:00:00Z",
            "priority | 'class': 'transactional' | 'class': 'bulk' | to class transactional",
            "reroute | 'pool': 'default' | 'pool': 'other' | to pool default"})
    void aKeyBelongsToTheWholeCommand(String kind, String first, String other, String told) throws Exception {
        String body = """
                {"command": "%s", "selector": {"tenant": "whole"}, %s, "operator": "jo", "reason": "a test"}""";
        HttpRequest.Builder request = authorized("/v1/commands").header("Idempotency-Key", "whole-" + kind);
        HttpResponse<String> given = send(request.copy()
                .POST(BodyPublishers.ofString(body.formatted(kind, first).replace('\'', '"'))));
        HttpResponse<String> refused = send(request.copy()
                .POST(BodyPublishers.ofString(body.formatted(kind, other).replace('\'', '"'))));
        HttpResponse<String> repeated = send(request.copy()
                .POST(BodyPublishers.ofString(body.formatted(kind, first).replace('\'', '"'))));

        String id = json.readTree(given.body()).path("id").asText();
        assertThat(send(authorized("/v1/commands/" + id).method("DELETE",
                BodyPublishers.ofString("{\"operator\": \"jo\", \"reason\": \"over\"}"))).statusCode()).isEqualTo(200);
        assertThat(given.statusCode()).as(given.body()).isEqualTo(201);
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(code(refused)).isEqualTo("idempotency_key_reused");
        assertThat(refused.body()).contains(told);
        assertThat(json.readTree(repeated.body()).path("id").asText()).isEqualTo(id);
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedWhetherItSaysSoOrNot() throws Exception {
        byte[] large = ("{\"reason\": \"" + "x".repeat(70_000) + "\"}").getBytes(StandardCharsets.UTF_8);

        HttpResponse<String> announced = send(authorized("/v1/commands").POST(BodyPublishers.ofByteArray(large)));
        HttpResponse<String> chunked = send(authorized("/v1/commands")
                .POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(large))));

        assertThat(announced.statusCode()).isEqualTo(413);
        assertThat(chunked.statusCode()).isEqualTo(413);
        assertThat(code(chunked)).isEqualTo("body_too_large");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/jsonx"})
    void onlyJsonIsRead(String type) throws Exception {
        for (String path : List.of("/v1/commands", "/v1/simulations")) {
            HttpResponse<String> answer = send(request(path).header("Authorization", "Bearer " + TOKEN)
                    .header("Content-Type", type).POST(BodyPublishers.ofString(COMMAND)));
            assertThat(answer.statusCode()).isEqualTo(415);
        }
    }

    @ParameterizedTest
    @CsvSource({"DELETE,/v1/commands,'POST, GET'", "PUT,/v1/config,GET", "GET,/v1/config/reload,POST",
            "PUT,/v1/simulations,'POST, GET, DELETE'", "POST,/metrics,GET", "POST,/health/ready,GET",
            "DELETE,/v1/overview,GET"})
    void anotherMethodIsAnsweredWithThoseThatAreAllowed(String method, String path, String allowed) throws Exception {
        HttpResponse<String> answer = send(authorized(path).method(method, BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains(allowed);
        assertThat(code(answer)).isEqualTo("method_not_allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/v1", "/v1/nothing", "/v1/commands/a/b", "/../../etc/passwd",
            "/v1/config/../../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/v1/commands/..%2f..%2fetc%2fpasswd",
            "//etc/passwd", "/v1/queues/%00"})
    void whatIsNotServedIsNotFound(String path) throws Exception {
        String answer = raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + TOKEN
                + "\r\nConnection: close\r\n\r\n");

        assertThat(answer).containsPattern("^HTTP/1.1 40[04] ").doesNotContain("root:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "10001", "ten", "1e3", "99999999999", ""})
    void aListHasOneToTenThousandRows(String limit) throws Exception {
        for (String path : List.of("/v1/queues", "/v1/paths", "/v1/automations", "/v1/commands")) {
            assertThat(get(path + "?limit=" + limit).statusCode()).as(path).isEqualTo(400);
        }
        assertThat(get("/v1/queues?limit=10000").statusCode()).isEqualTo(200);
        assertThat(get("/v1/queues?limits=5").statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?colour=red", "?tenant=", "?tenant=a&tenant=b"})
    void explainRefusesWhatItDoesNotUnderstand(String query) throws Exception {
        assertThat(get("/v1/queues/explain" + query).statusCode()).isEqualTo(400);
        assertThat(get("/v1/queues/explain?tenant=" + "a".repeat(256)).statusCode()).isEqualTo(400);
        assertThat(get("/v1/queues/explain").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"provider,nobody", "source,nobody", "domain,not a domain", "sender_domain,a..b", "tenant,a/b",
            "campaign,a b"})
    void whatNoMailCanHaveIsRefusedAndNotAnsweredWithNothing(String part, String value) throws Exception {
        String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8);
        HttpResponse<String> explained = get("/v1/queues/explain?" + part + "=" + encoded);
        assertThat(explained.statusCode()).isEqualTo(400);
        assertThat(explained.body()).contains(part);

        HttpResponse<String> ordered = post("/v1/commands", "{\"command\": \"suspend\", \"selector\": {\"" + part
                + "\": \"" + value + "\"}, \"operator\": \"jo\", \"reason\": \"r\"}");
        assertThat(ordered.statusCode()).isEqualTo(422);
        assertThat(pointers(ordered)).containsExactly("/selector/" + part);
    }

    @Test
    void aDomainOutsideAsciiMeansTheMailThatIsQueuedForIt() throws Exception {
        HttpResponse<String> ordered = post("/v1/commands?dry_run=true", "{\"command\": \"suspend\", \"selector\": "
                + "{\"domain\": \"B\u00fccher.test\"}, \"operator\": \"jo\", \"reason\": \"r\"}");

        assertThat(ordered.statusCode()).isEqualTo(200);
        assertThat(json.readTree(ordered.body()).path("command").asText())
                .isEqualTo("suspend domain xn--bcher-kva.test");
    }

    /** Above all {@code dry_run}: what does not know it would do the thing itself. */
    @ParameterizedTest
    @CsvSource({"POST,/v1/config/reload", "DELETE,/v1/commands/cmd_01m88yt9jtfjxaam6x7p8vhsjs", "POST,/v1/warmups",
            "POST,/v1/warmups/complaints", "DELETE,/v1/simulations"})
    void whatChangesSomethingRefusesAParameterThatItDoesNotKnow(String method, String path) throws Exception {
        HttpResponse<String> answer = send(authorized(path + "?dry_run=true").method(method,
                BodyPublishers.ofString("{\"operator\": \"jo\", \"reason\": \"r\"}")));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(code(answer)).isEqualTo("unknown_parameter");
    }

    @Test
    void aSimulationNamesEveryFieldThatIsWrong() throws Exception {
        HttpResponse<String> answer = post("/v1/simulations", "{\"recipients\": -5, \"colour\": 1, \"max_days\": 0}");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(pointers(answer)).contains("/recipients", "/colour", "/max_days");
        assertThat(post("/v1/simulations?format=pdf", "{}").statusCode()).isEqualTo(400);
        assertThat(post("/v1/simulations", "{").statusCode()).isEqualTo(400);
        assertThat(post("/v1/simulations", "{\"recipients\": 1}, {\"recipients\": 2}").statusCode()).isEqualTo(400);
        assertThat(post("/v1/simulations", "{\"recipients\": 1, \"recipients\": 2}").statusCode()).isEqualTo(400);
        assertThat(post("/v1/simulations", "{\"recipients\": 1000}").body()).contains("\"finish\"");
    }

    @Test
    void aBodyThatComesTooSlowlyIsGivenUp() throws Exception {
        long begin = System.nanoTime();
        String answer = raw("POST /v1/commands HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + TOKEN
                + "\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{");

        assertThat(System.nanoTime() - begin).isLessThan(Duration.ofSeconds(20).toNanos());
        assertThat(answer).doesNotContain(" 200 ").doesNotContain(" 201 ");
        assertThat(data()).isEmpty();
    }

    @Test
    void hugeHeadersAndManySilentConnectionsDoNoHarm() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                sockets.add(new Socket(InetAddress.getLoopbackAddress(), node.admin().getFirst().port()));
            }
            assertThat(raw("GET /metrics HTTP/1.1\r\nHost: x\r\nX-Large: " + "a".repeat(1 << 20) + "\r\n\r\n"))
                    .doesNotContain(" 200 ");
            assertThat(raw("GET /" + "a".repeat(1 << 16) + " HTTP/1.1\r\nHost: x\r\n\r\n")).doesNotContain(" 200 ");
            assertThat(raw("\u0000\u0001\u0002 nonsense\r\n\r\n")).doesNotContain(" 200 ");
            assertThat(get("/health/live").statusCode()).isEqualTo(200);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        assertThat(get("/v1/overview").statusCode()).isEqualTo(200);
    }

    @Test
    void noAnswerHoldsASecret() throws Exception {
        for (String path : List.of("/metrics", "/health/live", "/health/ready", "/v1/config", "/v1/accounts",
                "/v1/overview", "/v1/queues", "/v1/paths", "/v1/automations", "/v1/commands", "/v1/queues/explain")) {
            HttpResponse<String> answer = get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            assertThat(answer.body()).as(path).doesNotContain(hash).doesNotContain(TOKEN);
        }
        String wrong = post("/v1/commands", "{\"token\": \"" + TOKEN + "\"}").body();
        assertThat(wrong).doesNotContain(TOKEN);
    }

    private JsonNode data() throws Exception {
        JsonNode all = json.readTree(get("/v1/commands").body()).path("data");
        var inForce = json.createArrayNode();
        for (JsonNode command : all) {
            if (!command.path("state").asText().equals("ended")) {
                inForce.add(command);
            }
        }
        return inForce;
    }

    private List<String> pointers(HttpResponse<String> answer) throws IOException {
        List<String> pointers = new ArrayList<>();
        json.readTree(answer.body()).path("errors").forEach(error -> pointers.add(error.path("pointer").asText()));
        return pointers;
    }

    private String code(HttpResponse<String> answer) throws IOException {
        return json.readTree(answer.body()).path("code").asText();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://" + node.admin().getFirst() + path));
    }

    private HttpRequest.Builder authorized(String path) {
        return request(path).header("Authorization", "Bearer " + TOKEN).header("Content-Type", "application/json");
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(authorized(path).GET());
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return send(authorized(path).POST(BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
    }

    /** What comes back for these octets until the connection ends, which it must, or the first answer. */
    private String raw(String octets) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.admin().getFirst().port())) {
            socket.setSoTimeout(25_000);
            try {
                socket.getOutputStream().write(octets.getBytes(StandardCharsets.ISO_8859_1));
                var answer = new byte[16_384];
                int length = socket.getInputStream().read(answer);
                return length < 0 ? "" : new String(answer, 0, length, StandardCharsets.ISO_8859_1);
            } catch (java.net.SocketException e) {
                return "reset: " + e.getMessage();
            }
        }
    }
}
