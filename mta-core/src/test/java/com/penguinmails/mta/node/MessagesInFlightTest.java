package com.penguinmails.mta.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.config.ConfigReader;
import com.penguinmails.mta.config.NodeConfig;
import com.penguinmails.mta.config.ShapingConfig;
import com.penguinmails.testkit.net.DelayingRelay;
import com.penguinmails.testkit.smtp.Capability;
import com.penguinmails.testkit.smtp.ScriptedReceiver;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole node whose messages follow each other over one connection from afar: its books against the receiver's own count. */
class MessagesInFlightTest {
    private static final int MESSAGES = 200;
    private static final int MOST_IN_FLIGHT = 20;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void refusalsAndDeferralsInTheMidstCostNothingAndDoubleNothing(boolean chunking) throws Exception {
        try (var receiver = receiver(chunking, "mail every=41 -> 450 4.3.2 not now",
                "end-of-data every=53 -> 452 4.3.1 no room", "end-of-data every=97 -> 421 4.3.2 restarting")) {
            deliverAll(receiver);

            assertThat(copies(receiver)).as("recipients that were sent twice").isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void connectionsThatBreakDoubleAtMostWhatWasInFlight(boolean chunking) throws Exception {
        try (var receiver = receiver(chunking, "end-of-data every=40 -> accept-and-drop")) {
            deliverAll(receiver);

            long breaks = receiver.stats().messages() / 40;
            assertThat(breaks).isGreaterThan(2);
            assertThat(copies(receiver)).as("recipients that were sent twice").isNotEmpty()
                    .hasSizeLessThanOrEqualTo((int) breaks * (chunking ? MOST_IN_FLIGHT : 2));
        }
    }

    private static ScriptedReceiver receiver(boolean chunking, String... rules) {
        var builder = ScriptedReceiver.builder().rules(rules).without(Capability.STARTTLS);
        return (chunking ? builder : builder.without(Capability.CHUNKING)).start();
    }

    /** Every seventh recipient is unknown to the receiver; all others get their mail, and the books say so. */
    private void deliverAll(ScriptedReceiver receiver) throws Exception {
        Set<String> known = new HashSet<>();
        StringBuilder job = new StringBuilder("""
                {"campaign":"c","template":{"from":"a@sender.test","subject":"From afar","text":"One of many."}}
                """);
        for (int i = 0; i < MESSAGES; i++) {
            String address = i % 7 == 0 ? "r550-5.1.1." + i + "@d.test" : "known" + i + "@d.test";
            if (i % 7 != 0) {
                known.add(address);
            }
            job.append("{\"to\":\"").append(address).append("\"}\n");
        }
        try (var relay = DelayingRelay.start(receiver.address(), Duration.ofMillis(10));
                PenguinNode node = PenguinNode.start(settings(relay.address().getPort()), NodeFiles.none())) {
            submit(node, job.toString());
            Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20)).until(
                    () -> node.books().node().delivered() + node.books().node().bounced() == MESSAGES);

            assertThat(node.books().node().accepted()).isEqualTo(MESSAGES);
            assertThat(node.books().node().delivered()).isEqualTo(known.size());
            assertThat(node.books().node().queued()).isZero();
            assertThat(Set.copyOf(taken(receiver))).isEqualTo(known);
        }
    }

    private static List<String> taken(ScriptedReceiver receiver) {
        return receiver.messages().stream().flatMap(message -> message.recipientAddresses().stream()).toList();
    }

    private static Set<String> copies(ScriptedReceiver receiver) {
        Map<String, Long> counts = taken(receiver).stream()
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        counts.values().removeIf(count -> count == 1);
        return counts.keySet();
    }

    private static void submit(PenguinNode node, String job) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://" + node.http().getFirst() + "/v1/jobs"))
                    .header("Content-Type", "application/x-ndjson").POST(HttpRequest.BodyPublishers.ofString(job))
                    .build();
            var response = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        }
    }

    private NodeSettings settings(int port) throws Exception {
        NodeConfig node = ConfigReader.parse(directory.resolve("node.toml"), """
                name = "mta.test"
                data_directory = "data"
                [smtp]
                listen = []
                [http]
                listen = ["127.0.0.1:0"]
                trust_loopback = true
                [admin]
                listen = ["127.0.0.1:0"]
                [spool]
                reserve = "64MiB"
                [queue]
                first_retry = "1s"
                max_retry = "2s"
                [delivery]
                tls = "off"
                [[routes]]
                domain = "*"
                hosts = ["127.0.0.1:%d"]
                """.formatted(port), NodeConfig.class);
        return new NodeSettings(node, ConfigReader.parse(directory.resolve("shaping.toml"),
                "[any_path]\nconnections = 1\nmessages_per_connection = 1000000\n", ShapingConfig.class));
    }
}
