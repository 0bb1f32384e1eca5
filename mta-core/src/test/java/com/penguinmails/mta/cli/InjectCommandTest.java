package com.penguinmails.mta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.penguinmails.testkit.smtp.ExactDeliveryCounts;
import com.penguinmails.testkit.smtp.ReceivedMessage;
import com.penguinmails.testkit.smtp.ScriptedReceiver;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InjectCommandTest {

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void submitsEachMessageOnceBySmtp(boolean pipelining) throws IOException {
        try (ScriptedReceiver receiver = ScriptedReceiver.start()) {
            CommandRun run = CommandRun.of("inject", "--smtp", "127.0.0.1:" + receiver.port(), "--count", "300",
                    "--connections", "4",
                    "--domains", "3", "--size", "1KiB", "--json", pipelining ? "--pipelining" : "--rate=100000");
            assertThat(run.status()).as(run.err()).isZero();
            JsonNode summary = run.json();
            assertThat(summary.path("accepted").asInt()).isEqualTo(300);
            assertThat(summary.path("replies").path("250").asInt()).isEqualTo(300);
            assertThat(summary.path("p99_millis").asDouble()).isPositive();
            assertThat(receiver.messages()).hasSize(300).extracting(ReceivedMessage::size)
                    .allSatisfy(size -> assertThat(size).isBetween(1024, 1040));
            assertThat(((ExactDeliveryCounts) receiver.deliveries()).snapshot()).hasSize(300)
                    .containsEntry("user299@d2.test", 1);
            assertThat(receiver.stats().connections()).isEqualTo(4);
            assertThat(receiver.stats().pipeliningViolations()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void refusalsAtEachStageAreCountedAndTheConnectionGoesOn(boolean pipelining) throws IOException {
        try (ScriptedReceiver receiver = ScriptedReceiver.builder()
                .rules("mail every=10 -> 450 4.7.1 Wait", "rcpt every=9 -> 550 5.1.1 No",
                        "data every=8 -> 451 4.3.0 No", "end-of-data every=7 -> 554 5.6.0 No")
                .start()) {
            CommandRun run = CommandRun.of("inject", "--smtp", "127.0.0.1:" + receiver.port(), "--count", "100",
                    "--connections", "1", "--json",
                    pipelining ? "--pipelining" : "--rate=100000");
            JsonNode replies = run.json().path("replies");
            assertThat(run.status()).isZero();
            assertThat(replies.path("450").asInt()).isEqualTo(10);
            assertThat(replies.path("550").asInt()).isEqualTo(10);
            assertThat(replies.path("451").asInt()).isEqualTo(10);
            assertThat(replies.path("554").asInt()).isEqualTo(10);
            assertThat(replies.path("250").asInt()).isEqualTo(60);
            assertThat(receiver.stats().messages()).isEqualTo(60);
            assertThat(receiver.stats().connections()).isEqualTo(1);
        }
    }

    @Test
    void closedAndBrokenConnectionsAreOpenedAnew() throws IOException {
        try (ScriptedReceiver receiver = ScriptedReceiver.builder()
                .rules("mail after-messages=5 -> 421 4.7.0 Enough", "end-of-data every=7 -> drop")
                .start()) {
            CommandRun run = CommandRun.of("inject", "--smtp", "127.0.0.1:" + receiver.port(), "--count", "40",
                    "--connections", "1", "--json");
            JsonNode summary = run.json();
            assertThat(run.status()).isEqualTo(1);
            assertThat(summary.path("failed").asInt()).isPositive();
            assertThat(summary.path("replies").path("421").asInt()).isPositive();
            assertThat(summary.path("accepted").asLong()).isEqualTo(receiver.stats().messages());
            assertThat(summary.path("answered").asInt() + summary.path("failed").asInt()).isEqualTo(40);
        }
    }

    @Test
    void deadServerEndsTheRunWithItsReason() throws IOException {
        ScriptedReceiver receiver = ScriptedReceiver.start();
        receiver.close();
        CommandRun run = CommandRun.of("inject", "--smtp", "127.0.0.1:" + receiver.port(), "--connections", "2");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).contains("last failure: java.net.ConnectException").containsPattern("failed +20");
    }

    @Test
    void submitsByHttp() throws IOException {
        Queue<JsonNode> bodies = new ConcurrentLinkedQueue<>();
        Queue<String> keys = new ConcurrentLinkedQueue<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.createContext("/v1/messages", exchange -> {
            keys.add(exchange.getRequestHeaders().getFirst("Authorization"));
            JsonNode body = new ObjectMapper().readTree(exchange.getRequestBody());
            bodies.add(body);
            exchange.sendResponseHeaders(body.path("to").path(0).asText().startsWith("user7@") ? 429 : 202, -1);
            exchange.close();
        });
        server.start();
        try {
            CommandRun run = CommandRun.of("inject", "--http", "http://127.0.0.1:" + server.getAddress().getPort(),
                    "--key", "pm_test",
                    "--count", "50", "--connections", "3", "--json");
            assertThat(run.status()).as(run.err()).isZero();
            assertThat(run.json().path("replies").path("202").asInt()).isEqualTo(49);
            assertThat(run.json().path("replies").path("429").asInt()).isEqualTo(1);
            assertThat(keys).containsOnly("Bearer pm_test");
            assertThat(bodies).extracting(b -> b.path("to").path(0).asText())
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, 50).mapToObj(i -> "user" + i + "@d0.test").toList());
            assertThat(bodies).allSatisfy(b -> {
                assertThat(b.path("from").asText()).isEqualTo("sender@inject.test");
                assertThat(b.path("subject").asText()).startsWith("Message ");
                assertThat(b.path("text").asText()).hasSizeGreaterThan(1000);
            });
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"inject", "inject --smtp 127.0.0.1", "inject --smtp 192.0.2.1:25",
            "inject --http http://192.0.2.1/",
            "inject --http ftp://127.0.0.1/", "inject --smtp 127.0.0.1:1 --http http://127.0.0.1:1",
            "inject --smtp 127.0.0.1:1 --key x",
            "inject --http http://127.0.0.1:1 --pipelining", "inject --smtp 127.0.0.1:1 --count 0",
            "inject --smtp 127.0.0.1:1 --size 2000",
            "inject --smtp 127.0.0.1:1 --connections 10001", "inject --smtp 127.0.0.1:1 --to nobody"})
    void wrongCallsAreRefused(String call) {
        CommandRun run = CommandRun.of(call.split(" ", -1));
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).isNotBlank();
    }
}
