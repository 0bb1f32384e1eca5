package com.penguinmails.mta.accept.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.accept.http.ApiClient.Reply;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class BatchSubmissionTest {
    private static final String GOOD = "{\"from\": \"a@x.test\", \"to\": \"b@y.test\", \"text\": \"t\"}";
    private static final String BAD = "{\"from\": \"a@x.test\", \"to\": \"b\", \"text\": \"t\", \"x\": 1}";
    private static final String LATE = "{\"from\": \"a@x.test\", \"to\": \"b@y.test\", \"text\": \"t\", \"expires_at\": \"2020-01-01T00:00:00Z\"}";
    private ApiNode node;

    @BeforeEach
    void start() throws Exception {
        node = ApiNode.start();
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void allItemsAndTheAnswerAreOneEntryOfTheSpool() throws Exception {
        Reply reply = post("{\"messages\": [" + GOOD + ", " + GOOD + "]}", "k");
        assertThat(reply.status()).isEqualTo(202);
        assertThat(node.spool.committed()).hasSize(1);
        assertThat(node.spool.committed().getFirst().records()).extracting(record -> record.getClass().getSimpleName())
                .containsExactly(
                        "Message", "Message", "Remembered");
        for (int i = 0; i < 2; i++) {
            assertThat(reply.body().at("/results/" + i + "/index").asInt()).isEqualTo(i);
            assertThat(reply.body().at("/results/" + i + "/id").asText())
                    .isEqualTo(node.spool.messages().get(i).id().toString());
        }
    }

    @Test
    void bestEffortTakesWhatIsGoodAndSaysWhatIsNot() throws Exception {
        Reply reply = post("{\"mode\": \"best_effort\", \"messages\": [" + GOOD + "," + BAD + "," + LATE + ", 3]}",
                "k");
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.body().get("accepted").asInt() + " " + reply.body().get("rejected").asInt()).isEqualTo("1 3");
        assertThat(reply.body().at("/results/1/error/errors/0/pointer").asText()).isEqualTo("/to");
        assertThat(reply.body().at("/results/1/error/errors/1/code").asText()).isEqualTo("unknown_field");
        assertThat(reply.body().at("/results/2/error/code").asText()).isEqualTo("already_expired");
        assertThat(reply.body().at("/results/3/error/code").asText()).isEqualTo("type_invalid");
        assertThat(node.spool.messages()).hasSize(1);
    }

    @Test
    void allOrNothingTakesNothingWhenOneIsBad() throws Exception {
        Reply reply = post("{\"messages\": [" + GOOD + "," + BAD + "," + LATE + "]}", "k");
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.errors()).isEqualTo("/messages/1/to address_invalid, /messages/1/x unknown_field, "
                + "/messages/2/expires_at already_expired");
        assertThat(node.spool.committed()).isEmpty();
        assertThat(post("{\"messages\": [" + GOOD + "]}", "k").status()).as("the key is free again").isEqualTo(202);
    }

    @Test
    void aRepetitionIsRecognisedEvenAfterARestart() throws Exception {
        String body = "{\"messages\": [" + GOOD + "]}";
        Reply first = post(body, "k");
        assertThat(post(body, "k").header("Idempotency-Replayed")).isEqualTo("true");
        node = node.restart();
        Reply again = post(body, "k");
        assertThat(again.body().get("results")).isEqualTo(first.body().get("results"));
        assertThat(post("{\"messages\": [" + GOOD + "," + GOOD + "]}", "k").status()).isEqualTo(422);
        assertThat(node.spool.messages()).isEmpty();
    }

    @Test
    void limitsAndMistakesOfTheWholeAreNamed() throws Exception {
        Reply keyless = node.client().postJson("/v1/messages/batch", "{\"messages\": [" + GOOD + "]}");
        assertThat(keyless.status() + keyless.text("code")).isEqualTo("400idempotency_key_required");
        String eleven = IntStream.range(0, 11).mapToObj(_ -> GOOD).collect(Collectors.joining(","));
        assertThat(post("{\"messages\": [" + eleven + "]}", "a").errors()).isEqualTo("/messages too_many");
        assertThat(post("{\"messages\": [], \"mode\": \"x\", \"y\": 1}", "b").errors())
                .isEqualTo("/messages required, /mode mode_invalid, /y unknown_field");
        node.spool.fail(true);
        assertThat(post("{\"messages\": [" + GOOD + "]}", "c").status()).isEqualTo(503);
        node.spool.fail(false);
        assertThat(post("{\"messages\": [" + GOOD + "]}", "c").status()).isEqualTo(202);
    }

    private Reply post(String body, String key) throws Exception {
        return node.client().postJson("/v1/messages/batch", body, "Idempotency-Key", key);
    }
}
