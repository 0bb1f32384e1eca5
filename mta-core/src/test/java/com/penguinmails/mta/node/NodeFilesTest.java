package com.penguinmails.mta.node;

import static org.assertj.core.api.Assertions.assertThatCode;
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

    @Test
    void aPoolOfAnUnknownSourceIsRefusedWithItsFileAndLine() throws IOException {
        Path node = Files.writeString(directory.resolve("node.toml"), "[sources.a]\n");
        Path shaping = Files.writeString(directory.resolve("shaping.toml"), """
                [pools.bulk]
                sources = { a = 1, c = 2 }
                [[pool_rules]]
                pool = "bulk"
                """);

        assertThatThrownBy(() -> new NodeFiles(node, shaping).read()).isInstanceOf(ConfigException.class)
                .hasMessage(shaping + ":2: pools.bulk.sources.c: there is no source \"c\" in node.toml; it has a");
        assertThatCode(() -> new NodeFiles(null, shaping).check()).doesNotThrowAnyException();
    }

    @Test
    void everyTableThatNamesASourceIsHeldAgainstThoseOfTheNode() throws IOException {
        Path node = Files.writeString(directory.resolve("node.toml"), "[sources.out-1]\n[sources.out-2]\n");
        Path shaping = Files.writeString(directory.resolve("shaping.toml"), """
                [[paths]]
                source = "out-1"
                connections = 5
                [[paths]]
                source = "out-3x"
                connections = 5
                [[limits]]
                name = "one"
                source = "elsewhere"
                rate = "1/s"
                [[automation]]
                name = "rule"
                source = "ot-1"
                codes = [421]
                level = "path"
                action = "back_off"
                lasts = "1min"
                """);

        assertThatThrownBy(() -> new NodeFiles(node, shaping).read()).isInstanceOf(ConfigException.class)
                .hasMessageContaining(shaping + ":5: paths[1].source: there is no source \"out-3x\" in node.toml;"
                        + " it has out-1, out-2; did you mean")
                .hasMessageContaining(shaping + ":9: limits[0].source: there is no source \"elsewhere\" in node.toml;"
                        + " it has out-1, out-2\n")
                .hasMessageContaining(shaping + ":13: automation[0].source: there is no source \"ot-1\"")
                .hasMessageNotContaining("paths[0]");
        assertThatCode(() -> new NodeFiles(null, shaping).check()).doesNotThrowAnyException();
    }

    @Test
    void aRuleOfAnUnknownPoolIsRefusedWithItsFileAndLine() throws IOException {
        Path shaping = Files.writeString(directory.resolve("shaping.toml"), """
                [pools.bulk]
                sources = { default = 1 }
                [[pool_rules]]
                pool = "bulk"
                [[pool_rules]]
                tenant = "acme"
                pool = "bluk"
                """);

        assertThatThrownBy(() -> new NodeFiles(null, shaping).read()).isInstanceOf(ConfigException.class)
                .hasMessageContaining(shaping + ":7: pool_rules[1].pool: names the pool bluk")
                .hasMessageContaining("did you mean \"bulk\"?");
    }

    @Test
    void aWarmUpOfAnUnknownSourceIsRefusedWithItsFileAndLine() throws IOException {
        Path node = Files.writeString(directory.resolve("node.toml"), "[sources.a]\n");
        Path shaping = Files.writeString(directory.resolve("shaping.toml"), """
                [warmup_plans.careful]
                curve = [50, 100]
                [[warmups]]
                plan = "careful"
                source = "b"
                """);

        assertThatThrownBy(() -> new NodeFiles(node, shaping).read()).isInstanceOf(ConfigException.class)
                .hasMessage(shaping + ":5: warmups[0].source: there is no source \"b\" in node.toml; it has a");
    }
}
