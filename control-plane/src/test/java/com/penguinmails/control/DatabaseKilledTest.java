package com.penguinmails.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.control.ControlClient.Reply;
import com.penguinmails.control.config.ApiConfig;
import com.penguinmails.control.config.ControlConfig;
import com.penguinmails.control.config.DatabaseConfig;
import com.penguinmails.control.config.DomainsConfig;
import com.penguinmails.control.config.EventsConfig;
import com.penguinmails.control.config.MetricsConfig;
import com.penguinmails.mta.config.ByteSize;
import com.penguinmails.mta.config.Endpoint;
import com.penguinmails.mta.time.Randomness;
import com.penguinmails.mta.time.SystemClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The control plane as it is shipped, with its own database, which is killed at an instant when nothing is prepared for it. */
class DatabaseKilledTest {
    @TempDir
    private Path directory;

    @Test
    void requestsAreToldToComeBackAndWhatWasAnsweredIsThereAfterTheNextStart() throws Exception {
        String tenant;
        try (ControlPlane.Started control = start()) {
            ControlClient operator = client(control, operatorKey());
            tenant = operator.post("/v1/tenants", "{\"name\": \"kept\"}").expect(201).text("id");
            kill();

            Reply refused = operator.get("/v1/tenants").expect(503);
            assertThat(refused.text("code")).isEqualTo("temporary_reduced_capacity");
            assertThat(refused.header("Retry-After")).isNotEmpty();
            operator.post("/v1/tenants", "{\"name\": \"lost\"}", "Idempotency-Key", "k").expect(503);
            var health = new ControlClient("http://" + control.endpoints().metrics().getFirst(), "");
            health.get("/health/ready").expect(503);
            health.get("/health/live").expect(200);
        }

        try (ControlPlane.Started control = start()) {
            ControlClient operator = client(control, operatorKey());
            operator.get("/v1/tenants/" + tenant).expect(200);
            assertThat(operator.get("/v1/tenants").body().path("data").findValuesAsText("name"))
                    .containsExactly("kept");
            operator.post("/v1/tenants", "{\"name\": \"lost\"}", "Idempotency-Key", "k").expect(201);
        }
    }

    private ControlPlane.Started start() throws IOException {
        var api = new ApiConfig(List.of(new Endpoint("127.0.0.1", 0)), null, ByteSize.ofKiB(64), 20,
                Duration.ofSeconds(30), 1_000, Duration.ofDays(1), ByteSize.ofMiB(1));
        var config = new ControlConfig(directory.resolve("control"), api,
                new MetricsConfig(List.of(new Endpoint("127.0.0.1", 0))),
                new DatabaseConfig(null, null, null, 3, Duration.ofSeconds(1), 0), EventsConfig.defaults(),
                DomainsConfig.defaults());
        return ControlPlane.start(config, new ControlPlane.Surroundings(new SystemClock(), Randomness.secure()));
    }

    private static ControlClient client(ControlPlane.Started control, String key) {
        return new ControlClient("http://" + control.endpoints().api().getFirst(), key);
    }

    private String operatorKey() throws IOException {
        return Files.readString(directory.resolve("control").resolve("operator.key")).strip();
    }

    private void kill() throws Exception {
        Path pid = directory.resolve("control").resolve("postgres").resolve("postmaster.pid");
        ProcessHandle server = ProcessHandle.of(Long.parseLong(Files.readAllLines(pid).getFirst().strip()))
                .orElseThrow();
        List<ProcessHandle> all = server.descendants().toList();
        assertThat(server.destroyForcibly()).isTrue();
        for (ProcessHandle backend : all) {
            var _ = backend.onExit().get(20, TimeUnit.SECONDS);
        }
    }
}
