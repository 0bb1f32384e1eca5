package com.penguinmails.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.cli.Penguin;
import com.penguinmails.mta.config.Endpoint;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class OneProcessTest {
    @TempDir
    private Path data;

    @Test
    void bothWorkFromOneDirectoryAndFindItAgain() throws Exception {
        var directory = new UpDirectory(data.resolve("one"));
        directory.prepare(UpDirectory.Ports.FREE);
        try (OneProcess running = OneProcess.start(directory)) {
            requireBothWork(running);
        }
        Files.writeString(directory.node(), "\n[events]\n", java.nio.file.StandardOpenOption.APPEND);
        String edited = Files.readString(directory.node());

        directory.prepare(UpDirectory.Ports.USUAL);
        assertThat(Files.readString(directory.node())).isEqualTo(edited);
        try (OneProcess running = OneProcess.start(directory)) {
            requireBothWork(running);
        }
    }

    private void requireBothWork(OneProcess running) throws Exception {
        String key = Files.readString(data.resolve("one").resolve("control").resolve("operator.key")).strip();
        assertThat(status(running.control().endpoints().api().getFirst(), "/v1/tenants", key)).isEqualTo(200);
        assertThat(status(running.node().admin().getFirst(), "/health/live", "")).isEqualTo(200);
    }

    private static int status(Endpoint endpoint, String path, String key) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + endpoint + path))
                    .header("Authorization", "Bearer " + key).build();
            return client.send(request, BodyHandlers.discarding()).statusCode();
        }
    }

    @Test
    void portsAreOnlyForADirectoryThatIsNew() throws Exception {
        new UpDirectory(data).prepare(UpDirectory.Ports.from(21_000));
        assertThat(Files.readString(data.resolve("control.toml"))).contains("127.0.0.1:21003", "127.0.0.1:21004");
        var err = new StringWriter();
        CommandLine command = Penguin.commandLine().setErr(new PrintWriter(err, true));

        assertThat(command.execute("up", "--data", data.toString(), "--ports", "0")).isEqualTo(2);
        assertThat(err.toString()).contains("change them there");
    }
}
