package com.penguinmails.system.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.system.fixture.MailWorld;
import com.penguinmails.system.fixture.NodeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes over one directory would garble each other's files, so the second does not start. */
final class TwoNodesOneDirectoryTest {

    @TempDir
    private Path first;

    @TempDir
    private Path second;

    @Test
    void theSecondNodeIsToldWhoHasTheDirectoryAndEnds() throws IOException, InterruptedException {
        try (MailWorld world = MailWorld.start();
                var holder = new NodeProcess(first);
                var intruder = new NodeProcess(second)) {
            world.writeConfig(first, "");
            Path config = first.resolve("node.toml");
            Files.writeString(second.resolve("node.toml"),
                    Files.readString(config).replace("\"data\"", "\"" + first.resolve("data") + "\""));
            holder.start();
            intruder.launch();
            assertThat(intruder.awaitEnd()).as("exit status").isEqualTo(1);
            assertThat(intruder.log()).contains("another node uses the spool in", "stop it first");
            assertThat(holder.balance().path("accepted").asLong(-1)).as("the first goes on").isZero();
        }
    }
}
