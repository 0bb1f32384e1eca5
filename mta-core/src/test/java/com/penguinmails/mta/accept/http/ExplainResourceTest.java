package com.penguinmails.mta.accept.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.penguinmails.mta.accept.ApiKey;
import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.MessageId;
import com.penguinmails.mta.spool.MemoryDisk;
import com.penguinmails.mta.time.Randomness;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ExplainResourceTest {
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
    void eachBlockerComesWithItsRuleItsTimesAndItsRemedy() throws Exception {
        String id = client.postJson("/v1/messages", TWO).text("id");

        JsonNode body = client.get("/v1/messages/" + id + "/explain").body();

        assertThat(body.get("state").asText()).isEqualTo("delayed");
        JsonNode recipient = body.at("/recipients/1");
        assertThat(recipient.get("address").asText()).isEqualTo("c@z.test");
        String release = Instant.ofEpochMilli(StandingQueue.RELEASE).toString();
        assertThat(recipient.get("release_at").asText()).isEqualTo(release);
        assertThat(recipient.get("expires_at").asText())
                .isEqualTo(Instant.ofEpochMilli(StandingQueue.RELEASE + 1).toString());
        assertThat(recipient.at("/blockers/0")).hasToString("{\"kind\":\"queue_limit\",\"rule\":\"limits.acme\","
                + "\"reason\":\"rate of tenant\",\"since\":\"1970-01-01T00:00:00.001Z\",\"release_at\":\"" + release
                + "\",\"remedy\":\"raise it\"}");
    }

    @Test
    void whatHasItsOutcomeSaysThatAndHasNoBlocker() throws Exception {
        String path = "/v1/messages/" + client.postJson("/v1/messages", TWO).text("id");
        node.queue.settle(node.queue.openKeys().getFirst(), EventType.BOUNCED);
        await().atMost(Duration.ofSeconds(30)).until(() -> client.get(path).text("state").equals("mixed"));

        JsonNode settled = client.get(path + "/explain").body().at("/recipients/0");

        assertThat(settled.get("state").asText()).isEqualTo("bounced");
        assertThat(settled.get("blockers")).isEmpty();
        assertThat(settled.get("last_diagnostic").asText()).isEqualTo("550 5.1.1 no such user");
    }

    @Test
    void aRowOfAJobThatWasNeverTriedIsFound() throws Exception {
        String job = client.postRows("/v1/jobs", """
                {"campaign": "c", "template": {"from": "a@x.test", "subject": "s", "text": "t"}}
                {"to": "one@y.test"}
                {"to": "two@y.test"}
                """).text("id");
        JobId jobId = JobId.parse(job);

        JsonNode body = client.get("/v1/messages/" + MessageId.ofJobRow(jobId, 1) + "/explain").body();

        assertThat(body.at("/recipients/0/address").asText()).isEqualTo("two@y.test");
        assertThat(body.at("/recipients/0/blockers/0/kind").asText()).isEqualTo("queue_limit");
        assertThat(client.get("/v1/messages/" + MessageId.ofJobRow(jobId, 2) + "/explain").status()).isEqualTo(404);
    }

    @Test
    void aMessageOlderThanTheEventLogIsFoundByTheQueue() throws Exception {
        String id = client.postJson("/v1/messages", TWO).text("id");
        String other = client.postJson("/v1/messages", TWO).text("id");
        await().atMost(Duration.ofSeconds(30)).until(() -> client.get("/v1/messages/" + other).status() == 200);

        node.events.dropAll();

        assertThat(client.get("/v1/messages/" + id).body().at("/recipients/0/state").asText()).isEqualTo("delayed");
        assertThat(client.get("/v1/messages/" + id + "/explain").body().at("/recipients/1/blockers")).hasSize(1);
        assertThat(client.delete("/v1/messages/" + other).text("cancelled")).isEqualTo("2");
    }

    @Test
    void anotherTenantsMailIsNotExplained() throws Exception {
        ApiKey key = ApiKey.generate(Randomness.seeded(1), false);
        try (ApiNode keyed = ApiNode.start(new MemoryDisk(), ApiNode.config(null),
                ApiNode.acme(key, "messages:send", "messages:read"))) {
            String id = keyed.client().postJson("/v1/messages", TWO).text("id");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> keyed.client().get("/v1/messages/" + id).status() == 200);

            assertThat(keyed.client(key.reveal()).get("/v1/messages/" + id + "/explain").status()).isEqualTo(404);
        }
    }
}
