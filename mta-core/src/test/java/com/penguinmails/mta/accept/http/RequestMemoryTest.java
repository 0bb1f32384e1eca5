package com.penguinmails.mta.accept.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.penguinmails.mta.accept.http.ApiClient.Reply;
import com.penguinmails.mta.config.ByteSize;
import com.penguinmails.mta.spool.MemoryDisk;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What requests hold in memory is bounded, and what is over the bound is refused for now and loses nothing. */
final class RequestMemoryTest {
    private static final String MESSAGE = "{\"from\": \"a@x.test\", \"to\": [\"b@d.test\"], \"text\": \"%s\"}";
    private static final String OPEN = "{\"keep_open\": true, \"template\": {\"from\": \"a@x.test\", \"subject\": \"s\", \"text\": \"t\"}}\n";
    private static final String ROW = "{\"to\": \"u@d.test\"}\n";

    @Test
    void bodiesShareABoundAndWhatIsOverItMayComeAgain() throws Exception {
        var config = ApiNode.bounded(ByteSize.ofKiB(256), 10, Duration.ofDays(1));
        try (ApiNode node = ApiNode.start(new MemoryDisk(), config)) {
            ApiClient client = node.client();
            String large = MESSAGE.formatted("x".repeat(60_000));
            try (SocketChannel slow = SocketChannel.open(node.listenerAddress())) {
                var _ = slow.write(
                        ByteBuffer.wrap(("POST /v1/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                                + "Content-Length: 250000\r\n\r\n{").getBytes(StandardCharsets.US_ASCII)));
                await().atMost(Duration.ofSeconds(30)).until(() -> node.listener.memoryUsed() == 250_000);

                Reply refused = client.postJson("/v1/messages", large);

                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.header("Retry-After")).isEqualTo("5");
                assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
                assertThat(refused.text("detail")).contains("http.memory");
                assertThat(client.postJson("/v1/messages", MESSAGE.formatted("small")).status()).isEqualTo(202);
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> node.listener.memoryUsed() == 0);
            assertThat(client.postJson("/v1/messages", large).status()).isEqualTo(202);
            await().atMost(Duration.ofSeconds(30)).until(() -> node.listener.memoryUsed() == 0);
        }
    }

    @Test
    void jobsThatAreNeverClosedAreBoundedAndOneThatIsOpenGoesOn() throws Exception {
        var config = ApiNode.bounded(ByteSize.ofMiB(64), 2, Duration.ofDays(1));
        try (ApiNode node = ApiNode.start(new MemoryDisk(), config)) {
            ApiClient client = node.client();
            String first = client.postRows("/v1/jobs", OPEN + ROW.repeat(3)).text("id");
            assertThat(client.postRows("/v1/jobs", OPEN + ROW, "Idempotency-Key", "k").status()).isEqualTo(202);

            Reply refused = client.postRows("/v1/jobs", OPEN + ROW);

            assertThat(refused.status() + " " + refused.text("code")).isEqualTo("429 too_many_open_jobs");
            assertThat(refused.header("Retry-After")).isNotEmpty();
            assertThat(refused.text("detail")).contains("at most 2", "http.max_open_jobs", "/close");
            assertThat(client.postRows("/v1/jobs", OPEN, "Idempotency-Key", "k").text("code")).isEqualTo("job_open");
            assertThat(client.postRows("/v1/jobs/" + first + "/rows?offset=3", ROW).status()).isEqualTo(202);
            assertThat(client.postJson("/v1/jobs/" + first + "/close", "").status()).isEqualTo(200);
            assertThat(client.postRows("/v1/jobs", OPEN + ROW).status()).isEqualTo(202);
            assertThat(node.spool.books().node().queued()).isEqualTo(6);
        }
    }

    @Test
    void aJobThatWasCutAndLeftMakesRoomWithAllItsRowsKept() throws Exception {
        var config = ApiNode.bounded(ByteSize.ofMiB(64), 1, Duration.ofMillis(100));
        try (ApiNode node = ApiNode.start(new MemoryDisk(), config)) {
            ApiClient client = node.client();
            String left = client.postRows("/v1/jobs", OPEN + ROW.repeat(3)).text("id");

            await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(100))
                    .until(() -> client.postRows("/v1/jobs", OPEN + ROW).status() == 202);

            assertThat(client.postRows("/v1/jobs/" + left + "/rows?offset=3", ROW).text("code"))
                    .isEqualTo("job_closed");
            assertThat(client.get("/v1/jobs/" + left).body().at("/progress/queued").asInt()).isEqualTo(3);
            assertThat(node.spool.openJobs()).hasSize(1);
            assertThat(node.spool.books().node().queued()).isEqualTo(4);
        }
    }
}
