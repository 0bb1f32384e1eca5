package com.penguinmails.mta.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.penguinmails.mta.config.ConfigException;
import com.penguinmails.testkit.dns.ZoneData;
import com.penguinmails.testkit.dns.ZoneServer;
import com.penguinmails.testkit.smtp.ScriptedReceiver;
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
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole node in this process, over real sockets, real DNS and a real receiver. */
class PenguinNodeTest {
    private static final String TOKEN = "let-me-in";
    private static final String TEMPLATE = "{\"template\":{\"from\":\"s@s.test\",\"subject\":\"Many\",\"text\":\"t\"}}\n";

    @TempDir
    Path directory;
    private ZoneServer dns;
    private ScriptedReceiver receiver;
    private HttpClient client;

    @BeforeEach
    void world() {
        dns = ZoneServer.start(new ZoneData().mx("d.test", 10, "mx.d.test").address("mx.d.test", "127.0.0.1"));
        receiver = ScriptedReceiver.start();
        client = HttpClient.newHttpClient();
    }

    @AfterEach
    void close() {
        client.close();
        receiver.close();
        dns.close();
    }

    @Test
    void mailGoesFromSubmissionToTheReceiverAndTheBooksBalance() throws Exception {
        try (PenguinNode node = node("")) {
            assertThat(submit(node, "ada@d.test")).startsWith("250 2.0.0");

            await(() -> receiver.messages().size() == 1 && node.books().node().delivered() == 1);
            assertThat(receiver.messages().getFirst().text()).contains("Subject: hello", "\r\n\r\nbody\r\n");
            assertThat(get(node, "/v1/accounts")).contains("\"accepted\":1", "\"delivered\":1", "\"queued\":0");
            assertThat(get(node, "/v1/queues")).contains("\"data\":");
            assertThat(get(node, "/health/ready")).contains("ready");
            assertThat(get(node, "/metrics")).contains("penguin_recipients_queued 0.0",
                    "penguin_delivery_seconds_count 1",
                    "penguin_outbound_transactions_total 1.0");
        }
    }

    @Test
    void aRefusedRecipientBouncesWithTheReceiversWords() throws Exception {
        try (PenguinNode node = node("")) {
            assertThat(submit(node, "bounce@d.test")).startsWith("250");

            await(() -> node.books().node().bounced() == 1);
            assertThat(get(node.http().getFirst() + "", "/v1/events")).contains("message.bounced", "5.1.1",
                    "No such user");
        }
    }

    @Test
    void aJobThatFitsTheEmptyQueueIsTakenWhole() throws Exception {
        dns.faults().setAll(com.penguinmails.testkit.dns.DnsFault.servfail());
        try (PenguinNode node = node("", "max_recipients = 1_000")) {
            HttpResponse<String> all = job(node, "/v1/jobs", TEMPLATE + rows(0, 1_000));
            assertThat(all.statusCode()).as(all.body()).isEqualTo(202);
            assertThat(node.books().node().queued()).isEqualTo(1_000);

            HttpResponse<String> more = job(node, "/v1/jobs", TEMPLATE + rows(0, 1));
            assertThat(more.statusCode()).isEqualTo(503);
            assertThat(more.body()).contains("queue.max_recipients 1,000", "again at 900");
        }
    }

    @Test
    void aJobIsTakenAsFarAsItFitsAndGoesOnWhenThereIsRoomAgain() throws Exception {
        dns.faults().setAll(com.penguinmails.testkit.dns.DnsFault.servfail());
        try (PenguinNode node = node("", "max_recipients = 1_000")) {
            HttpResponse<String> part = job(node, "/v1/jobs", TEMPLATE + rows(0, 1_500));
            assertThat(part.statusCode()).isEqualTo(503);
            assertThat(part.headers().firstValue("Retry-After")).isPresent();
            assertThat(part.body()).contains("queue.max_recipients 1,000", "\"next_offset\":1000");
            assertThat(node.books().node().queued()).isEqualTo(1_000);

            dns.faults().clearAll();
            await(() -> node.books().node().queued() == 0);
            String id = part.body().replaceAll("(?s).*\"id\":\"(job_[0-9a-z]+)\".*", "$1");
            HttpResponse<String> rest = job(node, "/v1/jobs/" + id + "/rows?offset=1000", rows(1_000, 1_500));
            assertThat(rest.statusCode()).as(rest.body()).isEqualTo(202);
            await(() -> node.books().node().delivered() == 1_500);
        }
    }

    @Test
    void aRestartTakesUpWhatWasQueued() throws Exception {
        dns.faults().setAll(com.penguinmails.testkit.dns.DnsFault.servfail());
        try (PenguinNode node = node("")) {
            assertThat(submit(node, "ada@d.test")).startsWith("250");
            assertThat(node.books().node().queued()).isEqualTo(1);
        }
        dns.faults().clearAll();
        try (PenguinNode node = node("")) {
            await(() -> receiver.messages().size() == 1 && node.books().node().delivered() == 1);
            assertThat(node.books().node().accepted()).isEqualTo(1);
        }
    }

    @Test
    void theConfigurationIsShownWithSecretsMasked() throws Exception {
        try (PenguinNode node = node("")) {
            assertThat(get(node, "/v1/config")).contains("\"first_retry\":\"1s\"", "\"token_hash\":\"********\"")
                    .doesNotContain(sha256(TOKEN));
        }
    }

    @Test
    void onlyTheOperatorReloads() throws Exception {
        try (PenguinNode node = node("")) {
            assertThat(reload(node, "wrong").statusCode()).isEqualTo(401);
            assertThat(reload(node, TOKEN).body()).contains("\"applied\":[]");

            Files.writeString(directory.resolve("shaping.toml"), "[any_path]\nconnections = 3\n");
            assertThat(reload(node, TOKEN).body()).contains("shaping");
            assertThat(get(node, "/v1/config")).contains("\"connections\":3");
        }
    }

    @Test
    void aWrongFileChangesNothing() throws Exception {
        try (PenguinNode node = node("")) {
            Files.writeString(directory.resolve("shaping.toml"), "[any_path]\nconections = 3\n");

            HttpResponse<String> answer = reload(node, TOKEN);

            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(answer.body()).contains("any_path.conections", "connections", "\"line\":2");
            assertThat(get(node, "/v1/config")).contains("\"connections\":20");
        }
    }

    @Test
    void aKeyThatCannotBeReadIsNamedAndNothingRuns() {
        assertThatThrownBy(() -> {
            try (PenguinNode node = node("""
                    [[dkim]]
                    domain = "a.test"
                    selector = "s"
                    key_file = "none.pem"
                    canonicalization = "relaxed/relaxed"
                    """)) {
                assertThat(node).isNull();
            }
        }).isInstanceOf(ConfigException.class).hasMessageContaining("none.pem");
    }

    private static String rows(int first, int end) {
        var rows = new StringBuilder();
        for (int i = first; i < end; i++) {
            rows.append("{\"to\":\"u").append(i).append("@d.test\"}\n");
        }
        return rows.toString();
    }

    private HttpResponse<String> job(PenguinNode node, String path, String lines) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://" + node.http().getFirst() + path))
                .header("Content-Type", "application/x-ndjson").POST(HttpRequest.BodyPublishers.ofString(lines))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private PenguinNode node(String more) throws IOException, ConfigException {
        return node(more, "");
    }

    /** @param queue further keys of that table */
    private PenguinNode node(String more, String queue) throws IOException, ConfigException {
        Files.writeString(directory.resolve("node.toml"), """
                name = "node.test"
                [smtp]
                listen = ["127.0.0.1:0"]
                [http]
                listen = ["127.0.0.1:0"]
                [admin]
                listen = ["127.0.0.1:0"]
                token_hash = "%s"
                [spool]
                file_size = "16MiB"
                reserve = "1MiB"
                [queue]
                first_retry = "1s"
                %s
                [dns]
                servers = ["127.0.0.1:%d"]
                [delivery]
                port = %d
                ipv6 = "off"
                """.formatted(sha256(TOKEN), queue, dns.address().getPort(), receiver.port()) + more);
        if (!Files.exists(directory.resolve("shaping.toml"))) {
            Files.writeString(directory.resolve("shaping.toml"), "");
        }
        var files = new NodeFiles(directory.resolve("node.toml"), directory.resolve("shaping.toml"));
        return PenguinNode.start(files.read(), files);
    }

    private static String sha256(String text) {
        try {
            return java.util.HexFormat.of().formatHex(
                    java.security.MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The reply to the end of data. */
    private static String submit(PenguinNode node, String recipient) throws IOException {
        var endpoint = node.smtp().getFirst();
        try (Socket socket = new Socket(endpoint.host(), endpoint.port());
                var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            socket.setSoTimeout(30_000);
            String reply = reply(in);
            for (String line : new String[]{"EHLO c.test", "MAIL FROM:<s@s.test>", "RCPT TO:<" + recipient + ">",
                    "DATA",
                    "From: <s@s.test>\r\nSubject: hello\r\n\r\nbody\r\n."}) {
                socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
                reply = reply(in);
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

    private String get(PenguinNode node, String path) throws Exception {
        return get(node.admin().getFirst() + "", path);
    }

    private String get(String endpoint, String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://" + endpoint + path)).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private HttpResponse<String> reload(PenguinNode node, String token) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://" + node.admin().getFirst() + "/v1/config/reload"))
                .header("Authorization", "Bearer " + token).POST(HttpRequest.BodyPublishers.noBody()).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(condition);
    }
}
