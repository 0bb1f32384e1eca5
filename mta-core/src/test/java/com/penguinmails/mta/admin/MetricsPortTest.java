package com.penguinmails.mta.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.penguinmails.mta.config.Endpoint;
import com.penguinmails.mta.node.NodeFiles;
import com.penguinmails.mta.node.PenguinNode;
import com.penguinmails.mta.time.SystemClock;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What {@code /metrics} tells of the marks at which new mail is refused, of warm-ups, and of memory, and that it follows them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetricsPortTest {
    private static final int MOST_RECIPIENTS = 1_000;
    private static final String JSON = "application/json";

    private final HttpClient client = HttpClient.newHttpClient();
    private PenguinNode node;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("node.toml"), """
                name = "node.test"
                data_directory = "data"
                [smtp]
                listen = []
                [http]
                listen = ["127.0.0.1:0"]
                [admin]
                listen = ["127.0.0.1:0"]
                [spool]
                file_size = "16MiB"
                reserve = "1MiB"
                [queue]
                max_recipients = %d
                memory = "2MiB"
                resume_below = 90
                [dns]
                servers = ["127.0.0.1:1"]
                """.formatted(MOST_RECIPIENTS));
        Files.writeString(directory.resolve("shaping.toml"), """
                [providers.big]
                mx_suffix = ["big.test"]
                [warmup_plans.careful]
                curve = [50, 100, 200]
                [[warmups]]
                source = "default"
                plan = "careful"
                steps = { big = 3, other = 4 }
                """);
        var files = new NodeFiles(directory.resolve("node.toml"), directory.resolve("shaping.toml"));
        node = PenguinNode.start(files.read(), files);
    }

    @AfterAll
    void stop() {
        client.close();
        node.close();
    }

    @Test
    void eachMarkIsToldWithItsLevelAndWhetherItRefuses() throws Exception {
        assertThat(metrics()).contains("penguin_queue_mark_level{mark=\"recipients\"} 0.0",
                "penguin_queue_mark_high{mark=\"recipients\"} 1000.0",
                "penguin_queue_mark_low{mark=\"recipients\"} 900.0",
                "penguin_queue_mark_high{mark=\"memory\"} 2097152.0",
                "penguin_queue_mark_high{mark=\"disk\"} 1048576.0",
                "penguin_queue_restored_percent 100.0");
        for (String mark : new String[]{"recipients", "memory", "disk", "recovery"}) {
            assertThat(metrics()).contains("penguin_queue_refusals{mark=\"" + mark + "\"} 0.0");
        }
        assertThat(post("/v1/messages", JSON, """
                {"from": "a@x.test", "to": ["b@d.test"], "subject": "s", "text": "t", "send_at": "%s"}"""
                .formatted(new SystemClock().instant().plus(Duration.ofHours(1))))
                .statusCode()).isEqualTo(202);
        assertThat(metrics()).contains("penguin_queue_mark_level{mark=\"recipients\"} 1.0")
                .containsPattern("penguin_queue_mark_level\\{mark=\"memory\"} [1-9]");
    }

    @Test
    void aWarmUpIsToldWithStepCapAndOutcomesWhileItLasts() throws Exception {
        String big = "{provider=\"big\",source=\"default\"} ";
        String other = "{provider=\"other\",source=\"default\"} ";
        assertThat(metrics()).contains("penguin_warmup_step" + big + "3.0", "penguin_warmup_step" + other + "4.0",
                "penguin_warmup_cap_messages" + big + "200.0", "penguin_warmup_sent_messages" + big + "0.0")
                .contains("penguin_warmup_state{provider=\"big\",source=\"default\",state=\"warming\"} 1.0",
                        "penguin_warmup_state{provider=\"other\",source=\"default\",state=\"warm\"} 1.0")
                .doesNotContain("penguin_warmup_cap_messages" + other);
        for (String outcome : new String[]{"attempt", "deferral", "block", "complaint"}) {
            assertThat(metrics()).contains("penguin_warmup_outcomes{outcome=\"" + outcome
                    + "\",provider=\"big\",source=\"default\"} 0.0");
        }
    }

    @Test
    void theMemoryOfABodyIsHeldUntilItsRequestIsOver() throws Exception {
        Endpoint endpoint = node.http().getFirst();
        try (Socket socket = new Socket(endpoint.host(), endpoint.port())) {
            socket.getOutputStream().write(("POST /v1/messages HTTP/1.1\r\nHost: x\r\nContent-Type: " + JSON
                    + "\r\nContent-Length: 100000\r\n\r\n{").getBytes(StandardCharsets.US_ASCII));

            await().atMost(Duration.ofSeconds(20))
                    .until(() -> metrics().contains("penguin_http_memory_bytes 100000.0"));
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> metrics().contains("penguin_http_memory_bytes 0.0"));
    }

    private String metrics() throws Exception {
        return get("/metrics").body();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(URI.create("http://" + node.admin().getFirst() + path)));
    }

    private HttpResponse<String> post(String path, String type, String body) throws Exception {
        return send(HttpRequest.newBuilder(api(path)).header("Content-Type", type)
                .POST(BodyPublishers.ofString(body)));
    }

    private URI api(String path) {
        return URI.create("http://" + node.http().getFirst() + path);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
    }
}
