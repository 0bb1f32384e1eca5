package com.penguinmails.mta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.penguinmails.mta.node.NodeFiles;
import com.penguinmails.mta.node.PenguinNode;
import com.penguinmails.testkit.dns.ZoneData;
import com.penguinmails.testkit.dns.ZoneServer;
import com.penguinmails.testkit.smtp.ScriptedReceiver;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Warm-up as an operator sees and corrects it: by command, port, metrics and health, on a node that really sends. */
class WarmUpCommandTest {
    private static final String TOKEN = "let-me-in";

    @TempDir
    Path directory;
    private final HttpClient client = HttpClient.newHttpClient();
    private ZoneServer dns;
    private ScriptedReceiver receiver;
    private PenguinNode node;

    @BeforeEach
    void start() throws Exception {
        dns = ZoneServer.start(new ZoneData().mx("d1.test", 10, "mx.big.test").address("mx.big.test", "127.0.0.1"));
        receiver = ScriptedReceiver.start();
        Files.writeString(directory.resolve("token"), TOKEN + "\n");
        String hash = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(TOKEN.getBytes(StandardCharsets.UTF_8)));
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
                [dns]
                servers = ["127.0.0.1:%d"]
                [delivery]
                port = %d
                ipv6 = "off"
                """.formatted(hash, dns.address().getPort(), receiver.port()));
        Files.writeString(directory.resolve("shaping.toml"), """
                [providers.big]
                mx_suffix = ["big.test"]
                [warmup_plans.careful]
                curve = [3, 6, 9]
                least_attempts = 3
                [[warmups]]
                source = "default"
                plan = "careful"
                """);
        var files = new NodeFiles(directory.resolve("node.toml"), directory.resolve("shaping.toml"));
        node = PenguinNode.start(files.read(), files);
    }

    @AfterEach
    void close() {
        node.close();
        receiver.close();
        dns.close();
        client.close();
    }

    @Test
    void anOperatorSeesTheCapUsedUpAndSetsTheNextStepWithWhoAndWhy() throws Exception {
        inject("user{n}@d1.test", 5);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> row("big").path("sent").asInt() == 3);

        JsonNode big = row("big");
        assertThat(big.path("state").asText()).isEqualTo("capped");
        assertThat(big.path("step").asInt()).isEqualTo(1);
        assertThat(big.path("steps").asInt()).isEqualTo(3);
        assertThat(big.path("cap").asInt()).isEqualTo(3);
        assertThat(big.path("next_change").asText()).endsWith("T00:00:00Z");
        assertThat(row("other").path("state").asText()).isEqualTo("warming");
        CommandRun table = penguin("list");
        assertThat(table.out().lines().toList()).hasSize(3);
        assertThat(table.out()).containsPattern("source +provider +plan +step +cap +sent")
                .containsPattern("default +big +careful +1 of 3 +3 +3 .* capped ");
        assertThat(get("/metrics")).containsPattern("penguin_warmup_cap_messages\\{.*provider=\"big\".*} 3.0")
                .containsPattern("penguin_warmup_sent_messages\\{.*provider=\"big\".*} 3.0")
                .containsPattern("penguin_warmup_state\\{.*provider=\"big\".*state=\"capped\".*} 1.0");
        assertThat(get("/health/ready")).as("a cap that is used up is as planned").contains("\"degraded\":[]");

        CommandRun set = penguin("set", "--source", "default", "--provider", "big", "--step", "2", "--operator", "ada",
                "--reason", "they know us", "--json");
        assertThat(set.status()).as(set.err()).isZero();
        assertThat(set.json().path("cap").asInt()).isEqualTo(6);
        assertThat(set.json().path("reason").asText()).isEqualTo("set by ada: they know us");
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> receiver.messages().size() == 5);
        String events = httpGet("http://" + node.http().getFirst() + "/v1/events");
        assertThat(events).contains("command.issued", "command.ended",
                "set the warm-up of source default at big from step 1 to 2 of 3 by ada: they know us");
    }

    @Test
    void complaintsCountAtTheProviderOfTheDomain() throws Exception {
        inject("user{n}@d1.test", 2);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> row("big").path("attempts").asInt() == 2);

        CommandRun byDomain = penguin("complaint", "--source", "default", "--domain", "d1.test", "--json");
        CommandRun byProvider = penguin("complaint", "--source", "default", "--provider", "big", "--count", "3",
                "--json");

        assertThat(byDomain.json().path("complaints").asInt()).isEqualTo(1);
        assertThat(byProvider.json().path("complaints").asInt()).isEqualTo(4);
        assertThat(row("big").path("complaint_percent").asDouble()).isEqualTo(200);
    }

    @Test
    void aSourceThatReceiversBlockIsToldByHealth() throws Exception {
        receiver.run("rcpt -> 554 5.7.1 Your address is on the Spamhaus block list");
        inject("user{n}@d1.test", 3);
        Awaitility.await().atMost(Duration.ofSeconds(30))
                .until(() -> row("big").path("state").asText().equals("stopped"));

        assertThat(get("/health/ready")).contains("warm-up of source default at big: stopped, since the block rate of")
                .contains("reached retreat at 3%");
    }

    @Test
    void whatMakesNoSenseIsRefusedWithItsField() throws Exception {
        for (List<String> wrong : List.of(
                List.of("{\"source\":\"default\",\"provider\":\"big\",\"step\":5,\"operator\":\"a\",\"reason\":\"b\"}",
                        "/step", "from 1 to 4"),
                List.of("{\"source\":\"none\",\"provider\":\"big\",\"step\":1,\"operator\":\"a\",\"reason\":\"b\"}",
                        "/source", "is not warmed up at big"),
                List.of("{\"source\":\"default\",\"provider\":\"big\",\"step\":\"x\",\"operator\":\"a\",\"reason\":\"b\"}",
                        "/step", "whole number"),
                List.of("{\"source\":\"default\",\"provider\":\"big\",\"step\":1,\"operator\":\"a\"}", "/reason",
                        "is missing"),
                List.of("{\"source\":\"default\",\"colour\":1}", "/colour", "there is no such field"))) {
            HttpResponse<String> answer = post("/v1/warmups", TOKEN, wrong.get(0));
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(answer.body()).contains("\"pointer\":\"" + wrong.get(1) + "\"").contains(wrong.get(2));
        }
        assertThat(post("/v1/warmups/complaints", TOKEN, "{\"source\":\"default\"}").body())
                .contains("/provider", "or domain is given");
        assertThat(post("/v1/warmups/complaints", TOKEN, "{\"source\":\"default\",\"provider\":\"big\",\"count\":0}")
                .body()).contains("/count", "from 1 to 1000000");
        assertThat(post("/v1/warmups", "wrong", "{}").statusCode()).isEqualTo(401);
        assertThat(post("/v1/warmups/complaints", "wrong", "{}").statusCode()).isEqualTo(401);
        assertThat(penguin("set", "--source", "default").status()).isEqualTo(2);
    }

    private void inject(String to, int count) {
        CommandRun run = CommandRun.of("inject", "--smtp", node.smtp().getFirst().toString(), "--to", to, "--count",
                String.valueOf(count), "--connections", "1");
        assertThat(run.status()).as(run.err()).isZero();
    }

    private CommandRun penguin(String... arguments) {
        List<String> all = new ArrayList<>(List.of("warmup"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--admin", "http://" + node.admin().getFirst(), "--token-file",
                directory.resolve("token").toString()));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private JsonNode row(String provider) throws Exception {
        CommandRun run = penguin("list", "--provider", provider, "--json");
        assertThat(run.status()).as(run.err()).isZero();
        return run.json().path("data").path(0);
    }

    private String get(String path) throws Exception {
        return httpGet("http://" + node.admin().getFirst() + path);
    }

    private String httpGet(String url) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private HttpResponse<String> post(String path, String token, String body) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create("http://" + node.admin().getFirst() + path))
                .header("Authorization", "Bearer " + token).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
