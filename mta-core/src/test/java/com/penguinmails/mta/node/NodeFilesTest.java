package com.penguinmails.mta.node;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.penguinmails.mta.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node could not start with is named when its files are read. */
final class NodeFilesTest {
    @TempDir
    private Path directory;

    @Test
    void valuesThatMakeNoKeySourceOrRouteAreNamedAllAtOnce() throws IOException {
        Path file = Files.writeString(directory.resolve("node.toml"), """
                [sources.a]
                ipv4 = "no address"
                [[keys]]
                id = "AbCdEf1234"
                hash = "abc"
                tenant = "acme"
                expires = ""
                [[routes]]
                domain = "*"
                hosts = []
                """);

        assertThatThrownBy(() -> new NodeFiles(file, null).read()).isInstanceOf(ConfigException.class)
                .hasMessageContaining("keys: key AbCdEf1234: hash").hasMessageContaining("sources: ")
                .hasMessageContaining("routes: ");
    }
}
