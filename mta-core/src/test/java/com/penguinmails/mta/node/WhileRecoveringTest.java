package com.penguinmails.mta.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.penguinmails.mta.config.ConfigException;
import com.penguinmails.mta.time.SystemClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole node that starts with mail in its spool, and what it does with new mail until all of that is back in the queue. */
class WhileRecoveringTest {
    private static final int STORED = 3;
    @TempDir
    Path directory;
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void newMailIsRefusedForNowOverBothListenersAndHealthSaysHowFarItIs() throws Exception {
        String id = store();
        HeldReplay held = HeldReplay.begin();
        try (PenguinNode node = node("refuse"); held) {
            held.awaitReached();
            HttpResponse<String> refused = post(node);
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(refused.body()).contains("is being read back, 99 % so far");
            assertThat(submit(node)).startsWith("452 4.3.1").contains("is being read back");
            HttpResponse<String> health = admin(node, "/health/ready");
            assertThat(health.statusCode()).isEqualTo(503);
            assertThat(health.headers().firstValue("Retry-After")).isPresent();
            assertThat(health.body()).contains("not ready", "is being read back", "\"restored_percent\":99");
            assertThat(admin(node, "/metrics").body()).contains("penguin_queue_restored_percent 99.0",
                    "penguin_queue_refusals{mark=\"recovery\"} 1.0", "penguin_queue_refusals{mark=\"disk\"} 0.0",
                    "penguin_queue_mark_level{mark=\"recipients\"} 3.0");
            assertThat(admin(node, "/v1/queues/explain").statusCode()).as("it answers without waiting").isEqualTo(200);
            assertThat(node.books().node().accepted()).isEqualTo(STORED);

            held.letGo();
            await().atMost(Duration.ofSeconds(30)).until(() -> node.recoveredPercent() == 100);
            assertThat(post(node).statusCode()).isEqualTo(202);
            assertThat(admin(node, "/health/ready").body()).contains("\"status\":\"ready\"",
                    "\"restored_percent\":100");
            assertThat(admin(node, "/metrics").body()).contains("penguin_queue_restored_percent 100.0",
                    "penguin_queue_refusals{mark=\"recovery\"} 0.0",
                    "penguin_queue_mark_level{mark=\"recipients\"} 4.0");
            assertThat(explain(node, id)).contains("\"kind\":\"scheduled\"");
            assertThat(node.books().node().queued()).isEqualTo(STORED + 1);
        }
    }

    @Test
    void newMailIsTakenBesideTheOldWhereThatIsConfigured() throws Exception {
        String id = store();
        HeldReplay held = HeldReplay.begin();
        try (PenguinNode node = node("accept"); held) {
            held.awaitReached();
            HttpResponse<String> taken = post(node);
            assertThat(taken.statusCode()).isEqualTo(202);
            assertThat(submit(node)).startsWith("250 2.0.0");
            HttpResponse<String> health = admin(node, "/health/ready");
            assertThat(health.statusCode()).isEqualTo(200);
            assertThat(health.body()).contains("\"status\":\"ready\"", "\"restored_percent\":99");
            assertThat(admin(node, "/metrics").body()).contains("penguin_queue_restored_percent 99.0",
                    "penguin_queue_refusals{mark=\"recovery\"} 0.0");
            assertThat(node.books().node().accepted()).isEqualTo(STORED + 2);

            held.letGo();
            await().atMost(Duration.ofSeconds(30)).until(() -> node.recoveredPercent() == 100);
            assertThat(node.books().node().queued()).isEqualTo(STORED + 2);
            for (String each : List.of(id, idOf(taken))) {
                assertThat(explain(node, each)).contains("\"kind\":\"scheduled\"");
            }
        }
    }

    /** Leaves mail that is to be sent in an hour, and returns the name of one message. */
    private String store() throws Exception {
        try (PenguinNode node = node("accept")) {
            String id = "";
            for (int i = 0; i < STORED; i++) {
                id = idOf(post(node));
            }
            return id;
        }
    }

    private PenguinNode node(String whileRecovering) throws IOException, ConfigException {
        Files.writeString(directory.resolve("node.toml"), """
                name = "node.test"
                data_directory = "data"
                [smtp]
                listen = ["127.0.0.1:0"]
                [http]
                listen = ["127.0.0.1:0"]
                [admin]
                listen = ["127.0.0.1:0"]
                [spool]
                file_size = "16MiB"
                reserve = "1MiB"
                [queue]
                while_recovering = "%s"
                [dns]
                servers = ["127.0.0.1:1"]
                """.formatted(whileRecovering));
        Files.writeString(directory.resolve("shaping.toml"), "");
        var files = new NodeFiles(directory.resolve("node.toml"), directory.resolve("shaping.toml"));
        return PenguinNode.start(files.read(), files);
    }

    private HttpResponse<String> post(PenguinNode node) throws Exception {
        String body = """
                {"from": "a@x.test", "to": ["b@d.test"], "subject": "s", "text": "t", "send_at": "%s"}"""
                .formatted(new SystemClock().instant().plus(Duration.ofHours(1)));
        return send(HttpRequest.newBuilder(URI.create("http://" + node.http().getFirst() + "/v1/messages"))
                .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static String idOf(HttpResponse<String> accepted) throws IOException {
        return new ObjectMapper().readTree(accepted.body()).path("id").asText();
    }

    private String explain(PenguinNode node, String id) throws Exception {
        return send(HttpRequest.newBuilder(
                URI.create("http://" + node.http().getFirst() + "/v1/messages/" + id + "/explain"))).body();
    }

    private HttpResponse<String> admin(PenguinNode node, String path) throws Exception {
        return send(HttpRequest.newBuilder(URI.create("http://" + node.admin().getFirst() + path)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** The first reply that refuses, or the one to the end of data. */
    private static String submit(PenguinNode node) throws IOException {
        var endpoint = node.smtp().getFirst();
        try (Socket socket = new Socket(endpoint.host(), endpoint.port());
                var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            socket.setSoTimeout(30_000);
            String reply = reply(in);
            for (String line : List.of("EHLO c.test", "MAIL FROM:<s@s.test>", "RCPT TO:<u@d.test>", "DATA",
                    "From: <s@s.test>\r\nSubject: hello\r\n\r\nbody\r\n.")) {
                socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
                reply = reply(in);
                if (reply.startsWith("4") || reply.startsWith("5")) {
                    return reply;
                }
            }
            return reply;
        }
    }

    private static String reply(BufferedReader in) throws IOException {
        String line = in.readLine();
        while (line != null && line.length() > 3 && line.charAt(3) == '-') {
            line = in.readLine();
        }
        return String.valueOf(line);
    }
}
