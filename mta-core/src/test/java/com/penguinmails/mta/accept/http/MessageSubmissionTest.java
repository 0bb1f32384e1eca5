package com.penguinmails.mta.accept.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.accept.http.ApiClient.Reply;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.spool.JournalRecord;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MessageSubmissionTest {
    private static final String GOOD = """
            {"from": "Ann <ann@acme.test>", "to": ["b@one.test", "B <b@one.test>"], "cc": "c@two.test", "bcc": ["d@three.test"],
             "subject": "Hi", "text": "Hello", "html": "<b>Hello</b>", "campaign": "spring", "tag": "t1", "priority": "bulk",
             "headers": {"X-A": "1"}, "attachments": [{"filename": "a.txt", "content_type": "text/plain", "content": "aGk="}]}
            """;
    private static final String KEPT = """
            Subject: raw
            Date: Mon, 1 Jan 2024 00:00:00 +0000
            Message-ID: <1@acme.test>

            Body\s
            .
            """;
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
    void aStructuredMessageIsOnDiskWhenItIsAnswered() throws Exception {
        Reply reply = client.postJson("/v1/messages", GOOD);
        assertThat(reply.status()).isEqualTo(202);
        JournalRecord.Message message = node.spool.messages().getFirst();
        assertThat(reply.text("id")).isEqualTo(message.id().toString());
        assertThat(reply.text("state")).isEqualTo("queued");
        assertThat(reply.text("request_id")).startsWith("req_").isEqualTo(reply.header("X-Request-Id"));
        assertThat(message.recipients()).extracting(recipient -> recipient.forwardPath().toString())
                .containsExactly("b@one.test", "c@two.test", "d@three.test");
        assertThat(message.envelope().reversePath()).hasToString("ann@acme.test");
        assertThat(message.signingDomain()).isEqualTo("acme.test");
        assertThat(message.priority()).isEqualTo(PriorityClass.BULK);
        assertThat(message.labels()).hasToString("Labels[tenant=default, campaign=spring, tag=t1]");
        assertThat(content(message)).contains("From: Ann <ann@acme.test>\r\n", "Cc: c@two.test\r\n", "X-A: 1\r\n",
                "filename=\"a.txt\"", "Received: from [127.0.0.1] by node.test").doesNotContain("three.test", "Bcc");
    }

    @Test
    void aRawMessageKeepsItsOctetsAndLosesBccAndOurOwnFields() throws Exception {
        String mail = """
                From: a@acme.test
                To: b@one.test
                Bcc: x@y.test
                X-Penguin-Campaign: c1
                %s""".formatted(KEPT).replace("\n", "\r\n");
        String base64 = Base64.getEncoder().encodeToString(mail.getBytes(StandardCharsets.US_ASCII));
        Reply asJson = client.postJson("/v1/messages",
                "{\"from\": \"bounce@acme.test\", \"to\": \"b@one.test\", \"raw\": \"" + base64 + "\"}");
        Reply asMail = client.post("/v1/messages?from=bounce@acme.test&to=b@one.test&to=c@two.test&tag=t2",
                "message/rfc822", BodyPublishers.ofString(mail.replace("\r\n", "\n")));
        assertThat(List.of(asJson.status(), asMail.status())).containsOnly(202);
        for (JournalRecord.Message message : node.spool.messages()) {
            assertThat(content(message)).startsWith("Received: ").endsWith(
                    "From: a@acme.test\r\nTo: b@one.test\r\n" + KEPT.replace("\n", "\r\n"));
            assertThat(message.envelope().reversePath()).hasToString("bounce@acme.test");
            assertThat(message.labels().campaign()).isEqualTo("c1");
        }
        assertThat(node.spool.messages().get(1).recipients()).hasSize(2);
        assertThat(node.spool.messages().get(1).labels().tag()).isEqualTo("t2");
    }

    @Test
    void aMessageForLaterIsScheduled() throws Exception {
        Instant inAnHour = node.clock.instant().plusSeconds(3600).truncatedTo(ChronoUnit.SECONDS);
        Reply reply = client.postJson("/v1/messages",
                "{\"from\": \"a@x.test\", \"to\": \"b@y.test\", \"text\": \"t\", \"send_at\": \"%s\"}"
                        .formatted(inAnHour.atOffset(ZoneOffset.ofHours(2))));
        assertThat(reply.text("state")).isEqualTo("scheduled");
        assertThat(reply.text("release_at")).isEqualTo(inAnHour.toString());
        assertThat(node.spool.messages().getFirst().sendAtMillis()).isEqualTo(inAnHour.toEpochMilli());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{} | 422 | invalid_fields | ` body_required, /from required, /to required`",
            "[] | 400 | json_invalid | ``", "{ | 400 | json_invalid | ``", "{} {} | 400 | json_invalid | ``",
            "{\"a\":1,\"a\":1} | 400 | json_invalid | ``",
            "{F,\"to\":\"b\",\"text\":\"t\"} | 422 | invalid_fields | `/to address_invalid`",
            "{F,\"to\":[\"b@y.test\",\"@\"],\"text\":\"t\"} | 422 | invalid_fields | `/to/1 address_invalid`",
            "{F,\"to\":{\"name\":\"x\"},\"text\":\"t\"} | 422 | invalid_fields | `/to/address required`",
            "{F,T,\"text\":\"t\",\"colour\":1,\"a/b\":2} | 422 | invalid_fields | `/a~1b unknown_field, /colour unknown_field`",
            "{F,T,\"text\":\"t\",\"subject\":\"a\\r\\nBcc: x@y\"} | 422 | invalid_fields | `/subject control_character`",
            "{F,T,\"text\":\"t\",\"headers\":{\"Bcc\":\"x@y\"}} | 422 | invalid_fields | `/headers/Bcc header_reserved`",
            "{F,T,\"text\":\"t\",\"headers\":{\"X-A\":\"a\\nb\"}} | 422 | invalid_fields | `/headers/X-A control_character`",
            "{F,T,\"text\":\"t\",\"headers\":{\"X A\":\"a\"}} | 422 | invalid_fields | `/headers/X A header_name_invalid`",
            "{F,T,\"text\":1,\"html\":true} | 422 | invalid_fields | ` body_required, /html type_invalid, /text type_invalid`",
            "{F,T,\"text\":\"t\",\"priority\":\"high\"} | 422 | invalid_fields | `/priority priority_invalid`",
            "{F,T,\"text\":\"t\",\"tenant\":\"a b\",\"tag\":\"ä\"} | 422 | invalid_fields | `/tag label_invalid, /tenant label_invalid`",
            "{F,T,\"text\":\"t\",\"send_at\":\"tomorrow\"} | 422 | invalid_fields | `/send_at time_invalid`",
            "{F,T,\"text\":\"t\",\"send_at\":\"2999-01-01T00:00:00Z\"} | 422 | invalid_fields | `/send_at send_at_too_late`",
            "{F,T,\"text\":\"t\",\"expires_at\":\"2020-01-01T00:00:00Z\"} | 422 | invalid_fields | `/expires_at already_expired`",
            "{F,T,\"text\":\"t\",\"list_unsubscribe\":\"http://x\"} | 422 | invalid_fields | `/list_unsubscribe/0 url_invalid`",
            "{F,T,\"text\":\"t\",\"attachments\":[{\"content\":\"*\"}]} | 422 | invalid_fields | `/attachments/0/content required`",
            "{F,T,\"text\":\"t\",\"attachments\":[{\"x\":1},2]} | 422 | invalid_fields | `/attachments/0/content required, /attachments/0/x unknown_field, /attachments/1 type_invalid`",
            "{F,T,\"text\":\"t\",\"attachments\":[{\"content\":\"aGk=\",\"disposition\":\"x\",\"content_type\":\"png\"}]} | 422 | invalid_fields | `/attachments/0/content_type content_type_invalid, /attachments/0/disposition disposition_invalid`",
            "{F,T,\"raw\":\"aGk=\",\"text\":\"t\"} | 422 | invalid_fields | `/text not_with_raw`",
            "{F,T,\"raw\":\"aGk=\"} | 422 | invalid_fields | `/raw header_malformed`",
            "{F,\"to\":[\"a@b\",\"b@b\",\"c@b\",\"d@b\",\"e@b\"],\"cc\":\"f@b\",\"text\":\"t\"} | 422 | invalid_fields | `/to too_many`",
            "{F,T,\"text\":\"t\",\"return_path\":\"x\"} | 422 | invalid_fields | `/return_path address_invalid`"})
    void badInputIsNamed(String body, int status, String code, String errors) throws Exception {
        String json = body.replace("F,", "\"from\":\"a@x.test\",").replace("T,", "\"to\":\"b@y.test\",");
        Reply reply = client.postJson("/v1/messages", json);
        assertThat(reply.status() + " " + reply.text("code")).isEqualTo(status + " " + code);
        assertThat(reply.errors()).isEqualTo(errors);
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.text("request_id")).isEqualTo(reply.header("X-Request-Id"));
        assertThat(reply.text("type")).startsWith("https://");
        assertThat(node.spool.messages()).isEmpty();
    }

    @Test
    void aRepetitionUnderTheSameKeyIsAnsweredAsBefore() throws Exception {
        Reply first = client.postJson("/v1/messages", GOOD, "Idempotency-Key", "k 1");
        Reply again = client.postJson("/v1/messages", GOOD.replace("\"tag\": \"t1\", ", "").replace("\"campaign\"",
                "\"tag\":\"t1\",  \"campaign\""), "Idempotency-Key", "k 1");
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.text("id")).isEqualTo(first.text("id"));
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.text("request_id")).isNotEqualTo(first.text("request_id"));
        Reply other = client.postJson("/v1/messages", GOOD.replace("Hello", "Bye"), "Idempotency-Key", "k 1");
        assertThat(other.status() + other.text("code")).isEqualTo("422idempotency_key_reused");
        assertThat(node.spool.messages()).hasSize(1);
        Reply bad = client.postJson("/v1/messages", GOOD, "Idempotency-Key", "k".repeat(256));
        assertThat(bad.status() + bad.text("code")).isEqualTo("400idempotency_key_invalid");
    }

    @Test
    void aRepetitionIsRecognisedAfterARestart() throws Exception {
        Reply first = client.postJson("/v1/messages", GOOD, "Idempotency-Key", "k");
        node = node.restart();
        Reply again = node.client().postJson("/v1/messages", GOOD, "Idempotency-Key", "k");
        assertThat(again.text("id")).isEqualTo(first.text("id"));
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    }

    @Test
    void ofManyRequestsUnderOneKeyAtOnceOneSends() throws Exception {
        Callable<Reply> send = () -> client.postJson("/v1/messages", GOOD, "Idempotency-Key", "race");
        List<Reply> replies;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            replies = threads.invokeAll(IntStream.range(0, 16).mapToObj(_ -> send).toList()).stream()
                    .map(future -> future.resultNow()).toList();
        }
        assertThat(node.spool.messages()).hasSize(1);
        String id = node.spool.messages().getFirst().id().toString();
        assertThat(replies).allSatisfy(reply -> {
            if (reply.status() == 202) {
                assertThat(reply.text("id")).isEqualTo(id);
            } else {
                assertThat(reply.status() + reply.text("code")).isEqualTo("409idempotency_key_in_use");
                assertThat(reply.header("Retry-After")).isNotEmpty();
            }
        });
    }

    @Test
    void whatIsTooLargeIsRefusedBeforeItIsRead() throws Exception {
        Reply body = client.postJson("/v1/messages", "{\"text\": \"" + "x".repeat(300 * 1024) + "\"}");
        assertThat(body.status() + body.text("code")).isEqualTo("413body_too_large");
        Reply message = client.postJson("/v1/messages",
                "{\"from\": \"a@x.test\", \"to\": \"b@y.test\", \"text\": \"" + "x".repeat(70 * 1024) + "\"}");
        assertThat(message.status() + message.text("code")).isEqualTo("413message_too_large");
        assertThat(node.spool.messages()).isEmpty();
    }

    @Test
    void whatCannotBeTakenForNowIsRefusedForNow() throws Exception {
        node.queue.refuse("the queue is full");
        Reply reply = client.postJson("/v1/messages", GOOD, "Idempotency-Key", "k");
        assertThat(reply.status() + reply.text("detail")).isEqualTo("503the queue is full");
        assertThat(Integer.parseInt(reply.header("Retry-After"))).isPositive();
        node.queue.refuse("");
        node.spool.fail(true);
        assertThat(client.postJson("/v1/messages", GOOD, "Idempotency-Key", "k").status()).isEqualTo(503);
        node.spool.fail(false);
        assertThat(client.postJson("/v1/messages", GOOD, "Idempotency-Key", "k").status()).isEqualTo(202);
    }

    private String content(JournalRecord.Message message) throws Exception {
        return StandardCharsets.UTF_8.decode(node.spool.readContent(message.content())).toString();
    }
}
