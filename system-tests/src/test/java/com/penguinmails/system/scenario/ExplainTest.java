package com.penguinmails.system.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.penguinmails.system.fixture.MailWorld;
import com.penguinmails.system.fixture.NodeProcess;
import com.penguinmails.system.fixture.Operator;
import com.penguinmails.testkit.dns.DnsFault;
import com.penguinmails.testkit.smtp.ScriptedReceiver;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A running node says of mail that it holds back: by what, set where, since when, until when, and what would lift it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ExplainTest {
    private static final double LEAST_OF_TWENTY = 16;
    private static final String SHAPING = """
            [any_path]
            connections = 20
            [providers.group]
            mx_suffix = ["mx8.test"]
            [pools.default]
            sources = { a = 1 }
            [pools.only-b]
            sources = { b = 1 }
            [pools.only-c]
            sources = { c = 1 }
            [pools.only-new]
            sources = { warming = 1 }
            [[pool_rules]]
            tenant = "via-new"
            pool = "only-new"
            [[pool_rules]]
            tenant = "via-b"
            pool = "only-b"
            [[pool_rules]]
            tenant = "via-c"
            pool = "only-c"
            [[limits]]
            name = "one-tenant"
            tenant = "limited"
            rate = "1/h"
            [[limits]]
            name = "one-campaign"
            tenant = "acme"
            campaign = "spring"
            rate = "1/h"
            [[limits]]
            name = "one-sender"
            sender_domain = "limited.test"
            rate = "1/h"
            [[limits]]
            name = "one-domain"
            domain = "d4.test"
            rate = "1/h"
            [[limits]]
            name = "one-site"
            site = "mx5.test"
            rate = "1/h"
            [[limits]]
            name = "one-provider"
            provider = "group"
            rate = "1/h"
            [[limits]]
            name = "one-source"
            source = "c"
            rate = "1/h"
            [[limits]]
            name = "one-start"
            site = "mx.starts.test"
            connection_rate = "1/h"
            messages_per_connection = 1
            [[limits]]
            name = "pair"
            tenant = "paired"
            domain = "d0.test"
            bytes = "1KiB/h"
            [[limits]]
            name = "pace"
            campaign = "paced"
            rate = "20/s"
            [[paths]]
            mx_suffix = "mx6.test"
            rate = "1/h"
            [[paths]]
            mx_suffix = "mx7.test"
            connections = 1
            [[paths]]
            mx_suffix = "mx.slow.test"
            connection_rate = "1/h"
            messages_per_connection = 1
            [warmup_plans.careful]
            curve = [1, 2]
            [[warmups]]
            source = "warming"
            plan = "careful"
            [[automation]]
            name = "listed"
            domain = "d3.test"
            text = "block list"
            level = "site"
            action = "suspend"
            lasts = "1h"
            """;

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client = HttpClient.newHttpClient();
    private MailWorld world;
    private NodeProcess node;
    private Operator operator;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        world = MailWorld.start(ScriptedReceiver.builder().rules("rcpt to=*@d1.test -> 451 4.2.0 try again later",
                "rcpt to=*@d3.test -> 451 4.7.1 you are on our block list",
                "connect source=127.0.0.2 -> 554 5.7.1 we do not speak with you", "rcpt to=*@d7.test -> stall"));
        world.dns().zones().mx("dead.test", 10, "mx.dead.test").address("mx.dead.test", "127.0.0.99");
        for (String name : List.of("slow.test", "starts.test")) {
            world.dns().zones().mx(name, 10, "mx." + name).address("mx." + name, "127.0.0.1");
        }
        world.dns().faults().set("broken.test", new DnsFault.Drop());
        Files.writeString(directory.resolve("shaping.toml"), SHAPING);
        world.writeConfig(directory, """
                [sources.a]
                ipv4 = "127.0.0.1"
                [sources.b]
                ipv4 = "127.0.0.2"
                [sources.c]
                ipv4 = "127.0.0.3"
                [sources.warming]
                ipv4 = "127.0.0.4"
                """);
        Path file = directory.resolve("node.toml");
        Files.writeString(file, Files.readString(file).replace("\"1s\"", "\"2min\"").replace("\"4s\"", "\"2min\""));
        operator = Operator.allowedBy(directory);
        node = new NodeProcess(directory);
        node.start();
    }

    @AfterAll
    void stop() {
        client.close();
        node.close();
        world.close();
    }

    @ParameterizedTest
    @CsvSource({"queue_limit, limited, , shop.test, d0.test, one-tenant",
            "queue_limit, acme, spring, shop.test, d0.test, one-campaign",
            "queue_limit, acme, , limited.test, d0.test, one-sender",
            "queue_limit, acme, , shop.test, d4.test, one-domain",
            "queue_limit, paired, , shop.test, d0.test, pair",
            "message_rate, acme, , shop.test, d5.test, one-site",
            "message_rate, acme, , shop.test, d8.test, one-provider",
            "message_rate, via-c, , shop.test, d0.test, one-source",
            "message_rate, acme, , shop.test, d6.test, paths[0].rate",
            "connections, acme, , shop.test, d7.test, paths[1].connections",
            "connection_rate, acme, , shop.test, slow.test, paths[2].connection_rate",
            "connection_rate, acme, , shop.test, starts.test, one-start",
            "warm_up, via-new, , shop.test, d2.test, warming",
            "suspended, acme, , shop.test, d3.test, listed",
            "retry, acme, , shop.test, d1.test, queue.first_retry",
            "site_unreachable, acme, , shop.test, dead.test, queue.first_retry",
            "source_refused, via-b, , shop.test, d2.test, queue.first_retry"})
    void everyKindOfBlockerNamesItsRuleAndItsEnd(String kind, String tenant, String campaign, String sender,
            String domain, String rule) throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            ids.add(submit(tenant, campaign, "news@" + sender, "user" + i + "@" + domain));
        }
        JsonNode blocker = await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(100))
                .until(() -> blocker(ids, kind, rule), Optional::isPresent)
                .orElseThrow();

        assertThat(blocker.path("reason").asText()).isNotBlank();
        assertThat(blocker.path("rule").asText()).contains(rule);
        assertThat(blocker.has("release_at") || blocker.has("until")).as("%s", blocker).isTrue();
        if (blocker.has("release_at")) {
            assertThat(Instant.parse(blocker.path("release_at").asText())).isAfter(Instant.now().minusSeconds(2));
        }
        assertThat(blocker.path("remedy").asText()).as("%s", blocker).isNotBlank();
        requirePlace(blocker, rule);
    }

    /** A line of a file that holds the rule: its name stands there, or in the table that begins there. */
    private void requirePlace(JsonNode blocker, String rule) throws IOException {
        String[] place = blocker.path("place").asText().split(", ", -1)[0].split(":", -1);
        assertThat(place).as("%s", blocker).hasSize(2);
        int line = Integer.parseInt(place[1]);
        List<String> lines = Files.readAllLines(Path.of(place[0]));
        String there = lines.get(line - 1) + (line < lines.size() ? lines.get(line) : "");
        assertThat(there).contains(rule.substring(rule.lastIndexOf('.') + 1));
    }

    @Test
    void whatItsSenderAskedForLaterIsScheduled() throws Exception {
        String at = Instant.now().plusSeconds(3_600).toString();
        String id = post("{\"from\": \"a@shop.test\", \"to\": \"b@d0.test\", \"text\": \"t\", \"send_at\": \"" + at
                + "\"}");

        JsonNode blocker = blockers(id).get(0);

        assertThat(blocker.path("kind").asText()).isEqualTo("scheduled");
        assertThat(Instant.parse(blocker.path("release_at").asText()))
                .isBetween(Instant.parse(at).minusSeconds(1), Instant.parse(at).plusSeconds(1));
    }

    /** The first mail is deferred by that; what comes while DNS is not asked again waits for the next question. */
    @Test
    void aDomainThatDnsDoesNotAnswerForSaysWhenItIsAskedAgain() throws Exception {
        String first = submit("acme", null, "news@shop.test", "first@broken.test");
        await().atMost(Duration.ofSeconds(30)).until(() -> blocker(List.of(first), "retry", ""), Optional::isPresent);
        String id = submit("acme", null, "news@shop.test", "second@broken.test");

        JsonNode blocker = await().atMost(Duration.ofSeconds(20))
                .until(() -> blocker(List.of(id), "resolution_failed", ""), Optional::isPresent).orElseThrow();

        assertThat(blocker.path("reason").asText()).contains("did not answer");
        assertThat(Instant.parse(blocker.path("release_at").asText())).isAfter(Instant.now());
        assertThat(blocker.path("remedy").asText()).contains("broken.test");
    }

    @Test
    void aSuspensionByCommandNamesTheCommandThatEndsIt() throws Exception {
        JsonNode command = operator.order(node, "suspend", "--tenant", "held", "--for", "1h");
        String id = submit("held", null, "news@shop.test", "user@d0.test");

        JsonNode blocker = await().atMost(Duration.ofSeconds(10)).until(() -> blockers(id), all -> !all.isEmpty())
                .get(0);

        String name = command.path("id").asText();
        assertThat(blocker.path("kind").asText()).isEqualTo("suspended");
        assertThat(blocker.path("rule").asText()).isEqualTo("command " + name);
        assertThat(blocker.path("reason").asText()).contains("jo", "a test");
        assertThat(blocker.path("since").asText()).isEqualTo(command.path("issued_at").asText());
        assertThat(blocker.path("release_at").asText()).isEqualTo(command.path("until").asText());
        assertThat(blocker.path("remedy").asText()).isEqualTo("penguin queue end " + name + " --reason …");
    }

    @Test
    void aPathSaysWhatClosesItAndAPathThatIsNotInUseIsNotFound() throws Exception {
        for (int i = 0; i < 3; i++) {
            var _ = submit("acme", null, "news@shop.test", "path" + i + "@d6.test");
        }
        JsonNode path = await().atMost(Duration.ofSeconds(20)).until(
                () -> node.get(node.admin("/v1/paths/explain?site=mx6.test&source=a")),
                answer -> answer.path("blockers").size() > 0);

        assertThat(path.path("blockers").get(0).path("rule").asText()).isEqualTo("paths[0].rate in shaping.toml");
        assertThat(path.path("mail").path("ceilings").get(0).path("per_second").asDouble())
                .isEqualTo(1 / 3_600.0);
        assertThat(operator.penguin(node, "queue", "explain", "--site", "mx6.test", "--source", "a"))
                .contains("path a to mx6.test", "1. message rate", "paths[0].rate", "shaping.toml:");
        assertThat(status("/v1/paths/explain?site=mx6.test&source=z")).isEqualTo(404);
        assertThat(status("/v1/paths/explain?site=mx6.test")).isEqualTo(400);
        assertThat(status("/v1/paths/explain?site=mx6.test&source=a&colour=red")).isEqualTo(400);
    }

    @Test
    void theCeilingOfACampaignIsTheRateThatIsMeasured() throws Exception {
        var rows = new StringBuilder(
                "{\"campaign\": \"paced\", \"template\": {\"from\": \"shop@x.test\", \"subject\": \"s\", \"text\": \"t\"}}\n");
        for (int i = 0; i < 400; i++) {
            rows.append("{\"to\": \"user").append(i).append("@d9.test\"}\n");
        }
        assertThat(send(HttpRequest.newBuilder(node.api("/v1/jobs")).header("Content-Type", "application/x-ndjson")
                .POST(BodyPublishers.ofString(rows.toString()))).statusCode()).isBetween(200, 299);
        await().atMost(Duration.ofSeconds(20)).until(() -> delivered() > 10);
        double measured = 0;
        for (int span = 0; span < 3 && measured < LEAST_OF_TWENTY; span++) {
            measured = deliveredPerSecond();
        }

        JsonNode slow = node.get(node.admin("/v1/queues/explain?campaign=paced"));

        JsonNode binding = slow.path("ceilings").get(0);
        assertThat(binding.path("rule").asText()).isEqualTo("[[limits]] pace in shaping.toml");
        assertThat(binding.path("per_second").asDouble()).isEqualTo(20);
        // A machine that is busy with other things loses some turns, and is measured again; above the limit it never goes.
        assertThat(measured).isBetween(LEAST_OF_TWENTY, 20.5);
        assertThat(slow.path("held").get(0).path("blocker").path("kind").asText()).isEqualTo("queue_limit");
    }

    private double deliveredPerSecond() throws Exception {
        long begin = System.nanoTime();
        long before = delivered();
        Thread.sleep(4_000);
        return (delivered() - before) * 1e9 / (System.nanoTime() - begin);
    }

    private long delivered() throws Exception {
        JsonNode accounts = node.get(node.admin("/v1/accounts"));
        for (JsonNode campaign : accounts.path("campaigns")) {
            if (campaign.path("campaign").asText().equals("paced")) {
                return campaign.path("delivered").asLong();
            }
        }
        return 0;
    }

    /** Of the mails, the first blocker of the kind and rule. */
    private Optional<JsonNode> blocker(List<String> ids, String kind, String rule) throws Exception {
        for (String id : ids) {
            for (JsonNode blocker : blockers(id)) {
                if (blocker.path("kind").asText().equals(kind) && blocker.path("rule").asText().contains(rule)) {
                    return Optional.of(blocker);
                }
            }
        }
        return Optional.empty();
    }

    private JsonNode blockers(String id) throws Exception {
        return node.get(node.api("/v1/messages/" + id + "/explain")).path("recipients").path(0).path("blockers");
    }

    private String submit(String tenant, @Nullable String campaign, String from, String to) throws Exception {
        var body = new LinkedHashMap<String, Object>(
                Map.of("tenant", tenant, "from", from, "to", to, "text", "t".repeat(600)));
        if (campaign != null) {
            body.put("campaign", campaign);
        }
        return post(json.writeValueAsString(body));
    }

    private String post(String body) throws Exception {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(node.api("/v1/messages"))
                .header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return json.readTree(answer.body()).path("id").asText();
    }

    private int status(String path) throws Exception {
        return send(HttpRequest.newBuilder(node.admin(path))).statusCode();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
    }
}
