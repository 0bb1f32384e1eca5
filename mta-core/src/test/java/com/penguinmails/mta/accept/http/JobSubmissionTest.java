package com.penguinmails.mta.accept.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.penguinmails.mta.accept.http.ApiClient.Reply;
import com.penguinmails.mta.compose.RowBlock;
import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.message.MessageId;
import com.penguinmails.mta.spool.JournalRecord;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JobSubmissionTest {
    private static final String JOB = "{\"campaign\": \"c\", \"template\": {\"from\": \"a@x.test\", \"subject\": \"Hi {{ n }}\", \"text\": \"t\"}}\n";
    private static final String OPEN = JOB.replace("{\"campaign", "{\"keep_open\": true, \"campaign");
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
    void aJobIsItsTemplateItsRowsAndItsEnd() throws Exception {
        Reply reply = client.postRows("/v1/jobs", JOB + rows(0, 300));
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.body().get("accepted_rows").asInt()).isEqualTo(300);
        assertThat(reply.body().get("next_offset").asInt()).isEqualTo(300);
        assertThat(node.spool.rows()).extracting(JournalRecord.JobRows::firstRow).containsExactly(0L, 256L);
        List<RowBlock.Row> block = RowBlock.decode(node.spool.readContent(node.spool.rows().get(1).content()));
        assertThat(block.get(0).address()).isEqualTo("u256@d6.test");
        assertThat(StandardCharsets.UTF_8.decode(block.get(0).variables()).toString())
                .isEqualTo("{\"n\": 256, \"x\": [\"ü\"]}");
        assertThat(node.spool.rows().get(1).domains().getFirst()).isEqualTo("d6.test");
        JsonNode job = client.get("/v1/jobs/" + reply.text("id")).body();
        assertThat(job.get("state").asText()).isEqualTo("sending");
        assertThat(job.at("/progress/queued").asInt()).isEqualTo(300);
        Reply late = client.postRows("/v1/jobs/" + reply.text("id") + "/rows?offset=300", rows(300, 301));
        assertThat(late.status() + late.text("code")).isEqualTo("409job_closed");
    }

    @Test
    void badRowsAreNamedAndTheOthersKeepTheirNumbers() throws Exception {
        String rows = row(0) + "{\"to\": \"nobody\"}\n" + row(2) + "[]\n{\n" + "{\"to\": \"a@b.test\", \"name\": 1}\n"
                + "{\"to\": \"a@b.test\", \"variables\": 1}\n{\"variables\": {}}\n{\"to\": 3}\n"
                + "{\"to\": \"a@b.test\", \"variables\": {\"x\": \"" + "y".repeat(3000) + "\"}}\n" + row(10).strip();
        Reply reply = client.postRows("/v1/jobs", JOB + rows);
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.body().get("accepted_rows").asInt()).isEqualTo(3);
        assertThat(reply.body().get("rejected_rows").asInt()).isEqualTo(8);
        var rejected = new ArrayList<String>();
        reply.body().get("rejected").forEach(row -> rejected
                .add(row.get("row") + " " + row.get("pointer").asText() + " " + row.get("code").asText()));
        assertThat(rejected).containsExactly("1 /to address_invalid", "3  type_invalid", "4  json_invalid",
                "5 /name unknown_field", "6 /variables type_invalid", "7 /to required", "8 /to type_invalid",
                "9  too_long");
        assertThat(node.spool.rows()).extracting(JournalRecord.JobRows::firstRow).containsExactly(0L, 2L, 10L);
        JsonNode job = client.get("/v1/jobs/" + reply.text("id")).body();
        assertThat(job.get("rejected_rows").asInt()).isEqualTo(8);
        assertThat(job.at("/progress/accepted").asInt()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"`` | 400 | job_missing | ``",
            "x | 400 | json_invalid | ``", "{} | 422 | invalid_fields | /template required",
            "{\"template\":{\"from\":\"a@x.test\"}} | 422 | invalid_fields | /template body_required",
            "{\"template\":{\"from\":\"a@x.test\",\"text\":\"t\",\"to\":\"b\",\"headers\":{\"Bcc\":\"x\"}},\"rows\":1} | 422 | invalid_fields | `/rows unknown_field, /template/to unknown_field`",
            "{\"template\":{\"from\":\"a@x.test\",\"text\":\"t\",\"headers\":{\"Bcc\":\"x\"}}} | 422 | invalid_fields | /template/headers/Bcc header_reserved",
            "{\"template\":{\"from\":\"a@x.test\",\"text\":\"{{ a\",\"subject\":\"{% x %}\"}} | 422 | invalid_fields | `/template/subject template_invalid, /template/text template_invalid`",
            "{\"send_at\":\"2999-01-01T00:00:00Z\",\"template\":{\"from\":\"a@x.test\",\"text\":\"t\"}} | 422 | invalid_fields | /send_at send_at_too_late"})
    void aBadFirstLineOpensNoJob(String line, int status, String code, String errors) throws Exception {
        Reply reply = client.postRows("/v1/jobs", line);
        assertThat(reply.status() + " " + reply.text("code")).isEqualTo(status + " " + code);
        assertThat(reply.errors()).isEqualTo(errors);
        assertThat(node.spool.committed()).isEmpty();
    }

    @Test
    void aLongJobNeedsNoMoreMemoryThanAShortOne() throws Exception {
        int rows = 200_000;
        node.spool.forgetCommitted();
        Reply reply = client.post("/v1/jobs", "application/x-ndjson",
                BodyPublishers.ofInputStream(() -> new RowStream(rows)));
        assertThat(reply.body().get("accepted_rows").asInt()).isEqualTo(rows);
        assertThat(node.spool.mostInFlight()).as("entries in flight at once").isEqualTo(1);
        assertThat(node.spool.mostOctets()).as("octets in flight at once").isLessThan(1_500_000);
        assertThat(client.get("/v1/jobs/" + reply.text("id")).body().at("/progress/queued").asInt()).isEqualTo(rows);
    }

    @Test
    void aJobThatWasCutGoesOnWhereTheDiskEnds() throws Exception {
        String body = JOB + rows(0, 700) + "{\"to\": \"half@d.te";
        try (SocketChannel socket = connect(node)) {
            send(socket, "POST /v1/jobs HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-ndjson\r\n"
                    + "Idempotency-Key: import 7\r\nContent-Length: 1000000\r\n\r\n" + body);
            await().atMost(Duration.ofSeconds(30)).until(() -> !node.spool.rows().isEmpty());
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> rowsOnDisk() == 700);
        await().atMost(Duration.ofSeconds(30)).until(
                () -> client.postRows("/v1/jobs", JOB, "Idempotency-Key", "import 7").text("code").equals("job_open"));
        Reply open = client.postRows("/v1/jobs", JOB + rows(0, 1000), "Idempotency-Key", "import 7");
        assertThat(open.status() + " " + open.text("next_offset")).isEqualTo("409 700");
        String job = "/v1/jobs/" + open.text("id");
        assertThat(client.get(job).body().get("state").asText()).isEqualTo("open");
        Reply wrong = client.postRows(job + "/rows?offset=600", rows(600, 1000));
        assertThat(wrong.text("code") + " " + wrong.text("next_offset")).isEqualTo("offset_mismatch 700");
        Reply rest = client.postRows(job + "/rows?offset=700", rows(700, 1000));
        assertThat(rest.status() + " " + rest.text("next_offset")).isEqualTo("202 1000");
        assertThat(client.postJson(job + "/close", "").text("accepted_rows")).isEqualTo("1000");
        Reply again = client.postRows("/v1/jobs", JOB, "Idempotency-Key", "import 7");
        assertThat(again.status() + again.header("Idempotency-Replayed")).isEqualTo("202true");
        assertThat(messageIds()).hasSize(1000);
    }

    @Test
    void anOpenJobGoesOnAfterARestart() throws Exception {
        Reply first = client.postRows("/v1/jobs", OPEN + rows(0, 10) + "bad\n");
        assertThat(first.text("state") + " " + first.text("next_offset")).isEqualTo("open 11");
        node = node.restart();
        client = node.client();
        String job = "/v1/jobs/" + first.text("id");
        JsonNode shown = client.get(job).body();
        assertThat(shown.get("next_offset").asInt()).as("behind the last good row").isEqualTo(10);
        Reply rest = client.postRows(job + "/rows?offset=10", "bad\n" + rows(11, 20));
        assertThat(rest.text("accepted_rows") + " " + rest.text("next_offset")).isEqualTo("9 20");
        assertThat(client.get(job).body().get("rejected_rows").asInt()).isEqualTo(1);
    }

    @Test
    void aJobHasOneWriterAtATime() throws Exception {
        String id = client.postRows("/v1/jobs", OPEN).text("id");
        try (SocketChannel socket = connect(node)) {
            send(socket, "POST /v1/jobs/" + id + "/rows?offset=0 HTTP/1.1\r\nHost: x\r\nContent-Type: "
                    + "application/x-ndjson\r\nContent-Length: 1000000\r\n\r\n" + rows(0, 300));
            await().atMost(Duration.ofSeconds(30)).until(() -> !node.spool.rows().isEmpty());
            Reply busy = client.postRows("/v1/jobs/" + id + "/rows?offset=0", rows(0, 1));
            assertThat(busy.status() + busy.text("code")).isEqualTo("409job_busy");
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> client
                .postRows("/v1/jobs/" + id + "/rows?offset=300", rows(300, 301)).text("next_offset").equals("301"));
    }

    @Test
    void aDiskThatFailsTellsWhereToGoOn() throws Exception {
        String id = client.postRows("/v1/jobs", OPEN + rows(0, 5)).text("id");
        node.spool.fail(true);
        Reply failed = client.postRows("/v1/jobs/" + id + "/rows?offset=5", rows(5, 9));
        assertThat(failed.status() + " " + failed.text("next_offset")).isEqualTo("503 5");
        node.spool.fail(false);
        assertThat(client.postRows("/v1/jobs/" + id + "/rows?offset=5", rows(5, 9)).status()).isEqualTo(202);
    }

    @Test
    void cancellingAJobCountsWhatWasSent() throws Exception {
        String id = client.postRows("/v1/jobs", JOB + rows(0, 5)).text("id");
        node.queue.settle(node.queue.openKeys().getFirst(), EventType.DELIVERED);
        Reply reply = client.delete("/v1/jobs/" + id);
        assertThat(reply.text("cancelled") + " " + reply.text("already_sent")).isEqualTo("4 1");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> client.get("/v1/jobs/" + id).body().at("/progress/cancelled").asInt() == 4);
        assertThat(client.get("/v1/jobs/job_00000000000000000000000000").status()).isEqualTo(404);
        assertThat(client.delete("/v1/jobs/nonsense").status()).isEqualTo(404);
    }

    private int rowsOnDisk() {
        return node.spool.rows().stream().mapToInt(JournalRecord.JobRows::recipientCount).sum();
    }

    private Set<MessageId> messageIds() {
        var ids = new HashSet<MessageId>();
        node.spool.rows().forEach(block -> IntStream.range(0, block.recipientCount())
                .forEach(i -> ids.add(MessageId.ofJobRow(block.job(), block.firstRow() + i))));
        return ids;
    }

    private static SocketChannel connect(ApiNode node) throws Exception {
        return SocketChannel.open(node.listenerAddress());
    }

    private static void send(SocketChannel socket, String text) throws Exception {
        ByteBuffer octets = StandardCharsets.UTF_8.encode(text);
        while (octets.hasRemaining()) {
            socket.write(octets);
        }
    }

    private static String rows(int from, int to) {
        return IntStream.range(from, to).mapToObj(JobSubmissionTest::row).collect(Collectors.joining());
    }

    private static String row(int i) {
        return "{\"to\": \"u" + i + "@D" + i % 10 + ".test\", \"variables\": {\"n\": " + i + ", \"x\": [\"ü\"]}}\n";
    }

    /** Makes a job's lines as they are read. */
    private static final class RowStream extends InputStream {
        private final int rows;
        private int next;
        private byte[] line = JOB.getBytes(StandardCharsets.UTF_8);
        private int at;

        RowStream(int rows) {
            this.rows = rows;
        }

        @Override
        public int read() {
            if (at == line.length) {
                if (next == rows) {
                    return -1;
                }
                line = row(next++).getBytes(StandardCharsets.UTF_8);
                at = 0;
            }
            return line[at++] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            int count = 0;
            for (int c = 0; count < length && (c = read()) >= 0; count++) {
                target[offset + count] = (byte) c;
            }
            return count == 0 ? -1 : count;
        }
    }
}
