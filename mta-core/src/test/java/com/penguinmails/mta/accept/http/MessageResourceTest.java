package com.penguinmails.mta.accept.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.penguinmails.mta.accept.ApiKey;
import com.penguinmails.mta.accept.http.ApiClient.Reply;
import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.spool.MemoryDisk;
import com.penguinmails.mta.time.Randomness;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class MessageResourceTest {
    private static final String TWO = "{\"from\": \"a@x.test\", \"to\": [\"b@y.test\", \"c@z.test\"], \"text\": \"t\"}";
    private ApiNode node;
    private ApiClient client;

    @BeforeEach
    void start() throws Exception {
        node = ApiNode.start();
        client = node.client();
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void eachRecipientHasItsOwnStateAndReason() throws Exception {
        String path = "/v1/messages/" + client.postJson("/v1/messages", TWO).text("id");
        JsonNode queued = client.get(path).body();
        assertThat(queued.get("state").asText()).isEqualTo("delayed");
        assertThat(queued.at("/recipients/0/address").asText()).isEqualTo("b@y.test");
        assertThat(queued.at("/recipients/0/reason").asText()).isEqualTo("rate of tenant");
        assertThat(queued.at("/recipients/0/release_at").asText())
                .isEqualTo(Instant.ofEpochMilli(StandingQueue.RELEASE).toString());
        assertThat(queued.at("/events/0/type").asText()).isEqualTo("message.accepted");
        node.queue.settle(node.queue.openKeys().getFirst(), EventType.BOUNCED);
        await().atMost(Duration.ofSeconds(30)).until(() -> client.get(path).text("state").equals("mixed"));
        JsonNode bounced = client.get(path).body().at("/recipients/0");
        assertThat(bounced.get("state").asText()).isEqualTo("bounced");
        assertThat(bounced.get("last_diagnostic").asText()).isEqualTo("550 5.1.1 no such user");
        assertThat(client.get(path + "/events").body().get("data").size()).isEqualTo(2);
    }

    @Test
    void cancellingTakesBackWhatIsNotYetSent() throws Exception {
        String path = "/v1/messages/" + client.postJson("/v1/messages", TWO).text("id");
        node.queue.settle(node.queue.openKeys().getFirst(), EventType.DELIVERED);
        Reply reply = client.delete(path);
        assertThat(reply.status() + " " + reply.text("cancelled") + " " + reply.text("already_sent"))
                .isEqualTo("200 1 1");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> client.get(path).body().at("/recipients").toString().contains("cancelled"));
        Reply again = client.delete(path);
        assertThat(again.text("cancelled") + " " + again.text("already_sent")).isEqualTo("0 1");
    }

    @Test
    void anotherTenantsMessageIsNotThere() throws Exception {
        ApiKey key = ApiKey.generate(Randomness.seeded(1), false);
        try (ApiNode keyed = ApiNode.start(new MemoryDisk(), ApiNode.config(null),
                ApiNode.acme(key, "messages:send", "messages:read"))) {
            String id = keyed.client().postJson("/v1/messages", TWO).text("id");
            String job = keyed.client()
                    .postRows("/v1/jobs", "{\"template\": {\"from\": \"a@x.test\", \"text\": \"t\"}}")
                    .text("id");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> keyed.client().get("/v1/messages/" + id).status() == 200);
            ApiClient acme = keyed.client(key.reveal());
            assertThat(List.of(acme.get("/v1/messages/" + id).status(), acme.delete("/v1/messages/" + id).status(),
                    acme.get("/v1/jobs/" + job).status(), acme.delete("/v1/jobs/" + job).status())).containsOnly(404);
            assertThat(acme.get("/v1/events").body().get("data")).isEmpty();
        }
    }

    @Test
    void eventsAreReadPageByPage() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(client.postJson("/v1/messages", TWO).status()).isEqualTo(202);
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> client.get("/v1/events").body().get("data").size() == 5);
        JsonNode first = client.get("/v1/events?limit=2").body();
        assertThat(first.get("has_more").asBoolean()).isTrue();
        JsonNode second = client.get("/v1/events?limit=100&after=" + first.get("next_cursor").asText()).body();
        assertThat(second.get("data")).hasSize(3);
        assertThat(second.get("has_more").asBoolean()).isFalse();
        JsonNode end = client.get("/v1/events?after=" + second.get("next_cursor").asText()).body();
        assertThat(end.get("data")).isEmpty();
        assertThat(end.get("next_cursor")).isEqualTo(second.get("next_cursor"));
    }

    @Test
    void aStreamGoesOnBehindTheLastEventThatWasSeen() throws Exception {
        String seen = client.postJson("/v1/messages", TWO).text("id");
        await().atMost(Duration.ofSeconds(30)).until(() -> client.get("/v1/messages/" + seen).status() == 200);
        String last = client.get("/v1/events?limit=1").text("next_cursor");
        String missed = client.postJson("/v1/messages", TWO).text("id");
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<InputStream> stream = http.send(
                    client.request("/v1/events/stream", "Last-Event-ID", last).GET().build(),
                    BodyHandlers.ofInputStream());
            assertThat(stream.headers().firstValue("Content-Type")).hasValue("text/event-stream");
            try (var reader = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
                assertThat(event(reader)).contains(missed).doesNotContain(seen);
                String live = client.postJson("/v1/messages", TWO).text("id");
                assertThat(event(reader)).contains(live).contains("event: message.accepted", "id: evt_");
            }
            http.shutdownNow();
        }
    }

    private static String event(BufferedReader reader) throws Exception {
        var lines = new ArrayList<String>();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.isEmpty() && lines.stream().anyMatch(seen -> seen.startsWith("data:"))) {
                break;
            }
            lines.add(line);
        }
        return String.join("\n", lines);
    }
}
