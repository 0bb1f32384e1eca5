package com.penguinmails.mta.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.accept.ApiKey;
import com.penguinmails.mta.config.ControlLinkConfig;
import com.penguinmails.mta.time.Randomness;
import com.penguinmails.mta.time.SystemClock;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node's link against a control plane that does as the test says. */
class ControlLinkTest {
    private final List<Decisions> held = new CopyOnWriteArrayList<>();
    private final List<String> heartbeats = new CopyOnWriteArrayList<>();
    private final List<String> registrations = new CopyOnWriteArrayList<>();
    private final ListedEvents events = new ListedEvents();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final AtomicInteger eventsStatus = new AtomicInteger(200);
    private final AtomicInteger registrationsLost = new AtomicInteger();
    private volatile int status = 200;
    private volatile String answer = document(7);
    private volatile boolean slow;
    private HttpServer server;

    @TempDir
    private Path directory;

    private static String document(long version) {
        return DecisionsReaderTest.DOCUMENT.replace("\"version\": 7", "\"version\": " + version);
    }

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/node/register", exchange -> {
            registrations.add(body(exchange));
            if (registrationsLost.getAndDecrement() > 0) {
                exchange.close();
                return;
            }
            send(exchange, 200, "{\"id\": \"nod_a\", \"name\": \"a\", \"request_id\": \"req_x\"}");
        });
        server.createContext("/v1/node/heartbeat", exchange -> {
            heartbeats.add(body(exchange));
            send(exchange, 200, "{\"version\": 7, \"event_cursor\": %s}".formatted(cursor()));
        });
        server.createContext("/v1/node/events", exchange -> {
            String text = body(exchange);
            int answered = eventsStatus.get();
            if (answered == 413 && text.split("timestamp", -1).length > 11) {
                send(exchange, 413, "{}");
            } else if (answered == 500) {
                send(exchange, 500, "{}");
            } else {
                told.add(text);
                send(exchange, 200, "{}");
            }
        });
        server.createContext("/v1/node/configuration", this::configuration);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void configuration(HttpExchange exchange) throws IOException {
        String text = answer;
        if (slow) {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            sleep(30_000);
        }
        String after = exchange.getRequestURI().getQuery().substring("after=".length());
        if (status == 200 && text.equals(document(Long.parseLong(after)))) {
            sleep(100);
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
            return;
        }
        send(exchange, status, text);
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String body(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, octets.length == 0 ? -1 : octets.length);
        exchange.getResponseBody().write(octets);
        exchange.close();
    }

    private ControlLink link() throws IOException {
        Path token = directory.resolve("token");
        Files.writeString(token, ApiKey.generate(Randomness.secure(), false).reveal() + "\n");
        var config = new ControlLinkConfig("http://127.0.0.1:" + server.getAddress().getPort(), token, false,
                Duration.ofMillis(100));
        var target = new ControlLink.Target() {
            @Override
            public Runnable prepare(Decisions decisions) {
                return () -> held.add(decisions);
            }

            @Override
            public long queued() {
                return 3;
            }
        };
        return new ControlLink(config, directory,
                new ControlLink.Parts(target, "1.0", events, new SystemClock(), Randomness.secure()));
    }

    /** Of the last event that was told. */
    private String cursor() {
        String last = told.isEmpty() ? "" : told.getLast();
        int at = last.lastIndexOf("\"evt_");
        return at < 0 ? "null" : last.substring(at, at + 22);
    }

    private long countTold() {
        return told.stream().mapToLong(text -> text.split("timestamp", -1).length - 1).sum();
    }

    private String lastHeartbeat() {
        return heartbeats.isEmpty() ? "" : heartbeats.getLast();
    }

    private static void await(org.awaitility.core.ThrowingRunnable holds) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(holds);
    }

    @Test
    void aNodeRegistersHoldsWhatItPullsAndSaysSo() throws Exception {
        try (ControlLink link = link()) {
            link.restore();
            link.start();
            await(() -> assertThat(lastHeartbeat()).contains("\"applied_version\":7", "\"queued\":3"));
        }

        assertThat(held).singleElement().extracting(Decisions::version).isEqualTo(7L);
        for (String name : List.of("credential", "node", "configuration.json")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("control")
                    .resolve(name)))).isEqualTo("rw-------");
        }
        String credential = Files.readString(directory.resolve("control").resolve("credential")).strip();
        assertThat(registrations).singleElement().asString().doesNotContain(credential)
                .contains(ApiKey.parse(credential).orElseThrow().hashHex());
    }

    @Test
    void aRegistrationWhoseAnswerIsLostIsRepeatedWithTheSameCredential() throws Exception {
        registrationsLost.set(1);
        try (ControlLink link = link()) {
            link.start();
            await(() -> assertThat(held).hasSize(1));
        }

        assertThat(registrations).hasSize(2).containsOnly(registrations.getFirst());
    }

    @Test
    void whatIsOnDiskHoldsWithoutAControlPlane() throws Exception {
        try (ControlLink link = link()) {
            link.start();
            await(() -> assertThat(held).hasSize(1));
        }
        server.stop(0);

        try (ControlLink later = link()) {
            later.restore();
            assertThat(later.appliedVersion()).isEqualTo(7);
            later.start();
            Thread.sleep(300);
            assertThat(later.appliedVersion()).isEqualTo(7);
        }
        assertThat(held).hasSize(2);
        assertThat(registrations).hasSize(1);
    }

    @Test
    void aFileThatWasCutHoldsNothingUntilTheControlPlaneAnswers() throws Exception {
        try (ControlLink link = link()) {
            link.start();
            await(() -> assertThat(held).hasSize(1));
        }
        Path file = directory.resolve("control").resolve("configuration.json");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length / 2));

        try (ControlLink later = link()) {
            later.restore();
            assertThat(held).hasSize(1);
            later.start();
            await(() -> assertThat(held).hasSize(2));
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>It works!</html>", "", "null", "[]", "{}", "{\"format\": 1, \"version\": 8}",
            "forged version", "another node", "another form"})
    void whatCannotBeHeldChangesNothingAndIsReported(String wrong) throws Exception {
        try (ControlLink link = link()) {
            link.start();
            await(() -> assertThat(held).hasSize(1));
            answer = switch (wrong) {
                case "forged version" -> document(3);
                case "another node" -> document(8).replace("nod_a", "nod_b");
                case "another form" -> document(8).replace("\"format\": 1", "\"format\": 2");
                default -> wrong;
            };
            await(() -> assertThat(lastHeartbeat()).doesNotContain("\"configuration_error\":null")
                    .contains("\"applied_version\":7"));
            assertThat(held).hasSize(1);
            answer = document(9);
            await(() -> assertThat(lastHeartbeat()).contains("\"configuration_error\":null",
                    "\"applied_version\":9"));
        }
        assertThat(held).extracting(Decisions::version).containsExactly(7L, 9L);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 401, 302})
    void aControlPlaneThatFailsIsAskedAgain(int failure) throws Exception {
        status = failure;
        answer = "{\"format\": 1}";
        try (ControlLink link = link()) {
            link.start();
            Thread.sleep(400);
            assertThat(held).isEmpty();
            answer = document(7);
            status = 200;
            await(() -> assertThat(held).hasSize(1));
        }
    }

    @Test
    void aControlPlaneThatAnswersForeverKeepsNobodyFromStopping() throws Exception {
        slow = true;
        long begin = System.nanoTime();
        try (ControlLink link = link()) {
            link.start();
            await(() -> assertThat(heartbeats).isNotEmpty());
        }

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(9));
        assertThat(held).isEmpty();
    }

    @Test
    void eachEventIsToldInOrderWhateverTheControlPlaneAnswersMeanwhile() throws Exception {
        events.add(30);
        eventsStatus.set(413);
        try (ControlLink link = link()) {
            link.start();
            await(() -> assertThat(countTold()).isEqualTo(30));
            eventsStatus.set(500);
            events.add(10);
            Thread.sleep(300);
            assertThat(countTold()).isEqualTo(30);
            eventsStatus.set(200);
            await(() -> assertThat(countTold()).isEqualTo(40));
        }
        String all = String.join("", told);
        int at = -1;
        for (int i = 1; i <= 40; i++) {
            int next = all.indexOf("evt_%016x".formatted(i));
            assertThat(next).isGreaterThan(at);
            at = next;
        }
    }
}
