package com.penguinmails.mta.accept.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.accept.ApiKey;
import com.penguinmails.mta.accept.http.ApiClient.Reply;
import com.penguinmails.mta.config.KeyConfig;
import com.penguinmails.mta.spool.MemoryDisk;
import com.penguinmails.mta.time.Randomness;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ApiServerTest {
    private static final String FROM_ACME = "{\"from\": \"a@acme.test\", \"to\": \"b@y.test\", \"text\": \"t\"}";

    @ParameterizedTest
    @CsvSource({"GET, /, 404, not_found, ''", "GET, /v1/message, 404, not_found, ''",
            "GET, /v1/messages/, 404, not_found, ''",
            "PUT, /v1/messages, 405, method_not_allowed, POST", "POST, /v1/events, 405, method_not_allowed, GET",
            "PATCH, /v1/jobs/job_1, 405, method_not_allowed, 'DELETE, GET'",
            "POST, /v1/messages, 415, media_type_unsupported, ''", "POST, /v1/jobs, 415, media_type_unsupported, ''",
            "GET, /v1/events?limit=0, 400, limit_invalid, ''", "GET, /v1/events?limit=101, 400, limit_invalid, ''",
            "GET, /v1/events?after=x, 400, cursor_invalid, ''", "GET, /v1/events?before=x, 400, unknown_parameter, ''",
            "GET, /v1/messages/msg_zz, 404, not_found, ''",
            "GET, /v1/messages/msg_00000000000000000000000000, 404, not_found, ''",
            "GET, /v1/events?api_key=pm_live_x, 400, key_in_query, ''",
            "GET, /v1/events?token=x, 400, key_in_query, ''"})
    void whatIsNotThereIsAProblem(String method, String path, int status, String code, String allow) throws Exception {
        try (ApiNode node = ApiNode.start()) {
            Reply reply = node.client().method(method, path);
            assertThat(reply.status() + " " + reply.text("code")).isEqualTo(status + " " + code);
            assertThat(reply.header("Allow")).isEqualTo(allow);
            assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(reply.body().toString()).doesNotContain("pm_live");
        }
    }

    @Test
    void aKeySendsForItsOwnTenantAndDomainOnly() throws Exception {
        ApiKey key = ApiKey.generate(Randomness.seeded(1), false);
        KeyConfig config = ApiNode.acme(key, "messages:send", "messages:read");
        try (ApiNode node = ApiNode.start(new MemoryDisk(), ApiNode.keyed(1000), config)) {
            ApiClient client = node.client(key.reveal());
            assertThat(client.postJson("/v1/messages", FROM_ACME).status()).isEqualTo(202);
            assertThat(node.spool.messages().getFirst().labels().tenant()).isEqualTo("acme");
            assertThat(node.spool.messages().getFirst().keyId()).isEqualTo(key.id());
            Reply domain = client.postJson("/v1/messages", FROM_ACME.replace("acme.test", "other.test"));
            assertThat(domain.status() + domain.errors()).isEqualTo("403/from from_domain_not_allowed");
            Reply tenant = client.postJson("/v1/messages", FROM_ACME.replace("{", "{\"tenant\": \"other\", "));
            assertThat(tenant.status() + tenant.errors()).isEqualTo("403/tenant tenant_not_allowed");
            Reply job = client.postRows("/v1/jobs", "{\"template\": {\"from\": \"a@other.test\", \"text\": \"t\"}}");
            assertThat(job.status() + job.text("code")).isEqualTo("403from_domain_not_allowed");
        }
    }

    @Test
    void withoutAValidKeyNothingIsShownOrTaken() throws Exception {
        ApiKey key = ApiKey.generate(Randomness.seeded(1), false);
        ApiKey reader = ApiKey.generate(Randomness.seeded(2), false);
        ApiKey unknown = ApiKey.generate(Randomness.seeded(3), false);
        try (ApiNode node = ApiNode.start(new MemoryDisk(), ApiNode.keyed(1000), ApiNode.acme(key, "messages:send"),
                ApiNode.acme(reader, "messages:read"))) {
            Reply none = node.client().get("/v1/events");
            assertThat(none.status() + none.text("code") + none.header("WWW-Authenticate"))
                    .isEqualTo("401key_missingBearer");
            Reply wrong = node.client(unknown.reveal()).get("/v1/events");
            assertThat(wrong.status() + wrong.text("code")).isEqualTo("401key_invalid");
            assertThat(wrong.body().toString()).doesNotContain(unknown.reveal(), unknown.id());
            assertThat(node.client(key.reveal()).get("/v1/events").text("code")).isEqualTo("scope_missing");
            assertThat(node.client(reader.reveal()).postJson("/v1/messages", FROM_ACME).text("code"))
                    .isEqualTo("scope_missing");
        }
    }

    @Test
    void aWrongKeyIsNotTakenForNoneOnLoopback() throws Exception {
        try (ApiNode node = ApiNode.start()) {
            assertThat(node.client("pm_live_nonsense").get("/v1/events").status()).isEqualTo(401);
            assertThat(node.client().get("/v1/events").status()).isEqualTo(200);
        }
    }

    @Test
    void tooManyRequestsAreToldSoAndWhenToComeAgain() throws Exception {
        ApiKey key = ApiKey.generate(Randomness.seeded(1), false);
        try (ApiNode node = ApiNode.start(new MemoryDisk(), ApiNode.keyed(1), ApiNode.acme(key, "messages:read"))) {
            ApiClient client = node.client(key.reveal());
            Reply first = client.get("/v1/events");
            assertThat(first.header("RateLimit-Policy")).isEqualTo("\"requests\";q=1;w=1");
            assertThat(first.header("RateLimit")).isEqualTo("\"requests\";r=0;t=1");
            Reply limited = first;
            for (int i = 0; i < 1000 && limited.status() != 429; i++) {
                limited = client.get("/v1/events");
            }
            assertThat(limited.status() + limited.text("code")).isEqualTo("429quota_exceeded");
            assertThat(limited.text("type")).endsWith("#quota-exceeded");
            assertThat(limited.header("Retry-After")).isEqualTo("1");
            assertThat(limited.body().at("/violated-policies/0").asText()).isEqualTo("requests");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"FOO\r\n\r\n", "GET /v1/events HTTP/1.1\r\n\r\n", "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
            "POST /v1/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"})
    void whatIsNoHttpIsAProblemAndEndsTheConnection(String request) throws Exception {
        try (ApiNode node = ApiNode.start();
                SocketChannel socket = SocketChannel.open(node.listenerAddress())) {
            socket.write(StandardCharsets.US_ASCII.encode(request));
            String answer = new String(Channels.newInputStream(socket).readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 400 ").contains("application/problem+json",
                    "\"code\":\"http_malformed\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/messages", "/v1/jobs"})
    @Timeout(60)
    void aClientThatFallsSilentInItsBodyLosesItsConnection(String path) throws Exception {
        String type = path.endsWith("jobs") ? "application/x-ndjson" : "application/json";
        try (ApiNode node = ApiNode.start(new MemoryDisk(), ApiNode.impatient());
                SocketChannel socket = SocketChannel.open(node.listenerAddress())) {
            socket.write(
                    StandardCharsets.US_ASCII.encode("POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: " + type
                            + "\r\nContent-Length: 100\r\n\r\n{"));
            assertThat(new String(Channels.newInputStream(socket).readAllBytes(), StandardCharsets.UTF_8))
                    .doesNotContain("HTTP/1.1 2");
            assertThat(node.client().get("/v1/events").status()).isEqualTo(200);
        }
    }
}
