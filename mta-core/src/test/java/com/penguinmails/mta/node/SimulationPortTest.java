package com.penguinmails.mta.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Simulations by the port of a node: they end when they are done, when somebody ends them, and when nobody waits any more. */
class SimulationPortTest {
    private static final String TOKEN = "let-me-in";
    /** Takes far longer than the test. */
    private static final String LONG = """
            {"recipients": 3000000, "shaping": "[[limits]]\\nname = \\"slow\\"\\nrate = \\"1000000/d\\"\\n"}""";

    @TempDir
    private Path directory = Path.of("");
    private PenguinNode node;
    private HttpClient client;

    @BeforeEach
    void start() throws Exception {
        Files.writeString(directory.resolve("node.toml"), """
                name = "node.test"
                data_directory = "data"
                [smtp]
                listen = []
                [http]
                listen = []
                [admin]
                listen = ["127.0.0.1:0"]
                token_hash = "%s"
                [spool]
                reserve = "16MiB"
                """.formatted(HexFormat.of().formatHex(
                MessageDigest.getInstance("SHA-256").digest(TOKEN.getBytes(StandardCharsets.UTF_8)))));
        var files = new NodeFiles(directory.resolve("node.toml"), null);
        node = PenguinNode.start(files.read(), files);
        client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    @AfterEach
    void stop() {
        client.close();
        node.close();
    }

    @Test
    void aSmallOneIsAnsweredWithItsResult() throws Exception {
        HttpResponse<String> answer = client.send(post("{\"recipients\": 1000}"), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"finish\":\"", "\"delivered\":1000");
        assertThat(progress()).isEqualTo("{\"running\":false}");
    }

    @Test
    void oneRunsAtATimeAndIsEndedOnRequest() throws Exception {
        CompletableFuture<HttpResponse<String>> first = client.sendAsync(post(LONG), BodyHandlers.ofString());
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> progress().contains("\"settled\""));

        assertThat(client.send(post(LONG), BodyHandlers.ofString()).statusCode()).isEqualTo(503);
        assertThat(client.send(request().DELETE().build(), BodyHandlers.ofString()).statusCode()).isEqualTo(202);

        assertThat(first.get().body()).contains("\"finished\":false", "it was ended before it was done");
        assertThat(client.send(request().DELETE().build(), BodyHandlers.ofString()).statusCode()).isEqualTo(404);
    }

    @Test
    void oneWhoseClientGoesAwayEnds() throws Exception {
        try (var socket = new Socket(node.admin().getFirst().host(), node.admin().getFirst().port())) {
            socket.getOutputStream().write("""
                    POST /v1/simulations HTTP/1.1\r
                    Host: node.test\r
                    Authorization: Bearer %s\r
                    Content-Type: application/json\r
                    Content-Length: %d\r
                    \r
                    %s""".formatted(TOKEN, LONG.length(), LONG).getBytes(StandardCharsets.US_ASCII));
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> progress().contains("\"settled\""));
        }

        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> progress().equals("{\"running\":false}"));
    }

    private String progress() throws IOException, InterruptedException {
        return client.send(request().build(), BodyHandlers.ofString()).body();
    }

    private HttpRequest post(String input) {
        return request().header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(input)).build();
    }

    private HttpRequest.Builder request() {
        return HttpRequest.newBuilder(URI.create("http://" + node.admin().getFirst() + "/v1/simulations"))
                .header("Authorization", "Bearer " + TOKEN);
    }
}
