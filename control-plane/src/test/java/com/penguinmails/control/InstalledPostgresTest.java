package com.penguinmails.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The oldest PostgreSQL that is promised, as Debian 12 has it; skipped where it is not installed. */
class InstalledPostgresTest {
    private static final Path PROGRAMS = Path.of("/usr/lib/postgresql/15/bin");

    @TempDir
    private Path directory;

    @Test
    void anOwnerWhoIsNoSuperuserIsEnoughAndTenantsAreApart() throws Exception {
        assumeTrue(Files.isExecutable(PROGRAMS.resolve("initdb")), "PostgreSQL 15 is not installed");
        int port = freePort();
        Path data = directory.resolve("data");
        run("initdb", "-D", data.toString(), "-U", "postgres", "-A", "trust", "-E", "UTF-8", "--no-sync");
        run("pg_ctl", "-D", data.toString(), "-w", "-l", directory.resolve("log").toString(), "-o",
                "-F -p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=" + directory, "start");
        try {
            String server = "jdbc:postgresql://127.0.0.1:" + port + "/";
            try (Connection connection = DriverManager.getConnection(server + "postgres", "postgres", "");
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE ROLE penguin LOGIN CREATEROLE");
                statement.execute("CREATE DATABASE penguin OWNER penguin");
            }
            useTwice(server + "penguin");
        } finally {
            run("pg_ctl", "-D", data.toString(), "-w", "-m", "fast", "stop");
        }
    }

    /** The second start finds the schema, and the key of the first still opens. */
    private void useTwice(String url) throws Exception {
        String tenant;
        try (ControlPlane.Started control = start(url)) {
            ControlClient operator = client(control);
            tenant = operator.post("/v1/tenants", "{\"name\": \"old server\"}").expect(201).text("id");
        }
        try (ControlPlane.Started control = start(url)) {
            ControlClient operator = client(control);
            String other = operator.post("/v1/tenants", "{\"name\": \"other\"}").expect(201).text("id");
            String key = operator.post("/v1/api-keys", """
                    {"tenant_id": "%s", "name": "k", "scopes": ["tenants:read"]}""".formatted(tenant)).expect(201)
                    .text("key");
            var mine = new ControlClient("http://" + control.endpoints().api().getFirst(), key);
            assertThat(mine.get("/v1/tenants").expect(200).response().body()).contains(tenant).doesNotContain(other);
            mine.get("/v1/tenants/" + other).expect(404);
        }
    }

    private ControlPlane.Started start(String url) throws IOException {
        var api = new ApiConfig(List.of(new Endpoint("127.0.0.1", 0)), null, ByteSize.ofKiB(64), 20,
                Duration.ofSeconds(30), 1_000, Duration.ofDays(1), ByteSize.ofMiB(1));
        var config = new ControlConfig(directory.resolve("control"), api, new MetricsConfig(List.of()),
                new DatabaseConfig(url, "penguin", null, 3, Duration.ofSeconds(10), 0), EventsConfig.defaults(),
                DomainsConfig.defaults());
        return ControlPlane.start(config, new ControlPlane.Surroundings(new SystemClock(), Randomness.secure()));
    }

    private ControlClient client(ControlPlane.Started control) throws IOException {
        return new ControlClient("http://" + control.endpoints().api().getFirst(),
                Files.readString(directory.resolve("control").resolve("operator.key")).strip());
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** PostgreSQL refuses to be run by root; in a user name space of its own nobody is. */
    private void run(String program, String... arguments) throws Exception {
        var command = new ArrayList<String>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(PROGRAMS.resolve(program).toString());
        command.addAll(List.of(arguments));
        Path output = directory.resolve(program + ".out");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        assertThat(process.waitFor()).as(command + ": " + Files.readString(output)).isZero();
    }
}
