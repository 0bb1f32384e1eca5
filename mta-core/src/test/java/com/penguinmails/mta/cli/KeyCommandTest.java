package com.penguinmails.mta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.accept.ApiKey;
import com.penguinmails.mta.accept.KeyRing;
import com.penguinmails.mta.config.ConfigException;
import com.penguinmails.mta.config.ConfigReader;
import com.penguinmails.mta.config.NodeConfig;
import com.penguinmails.mta.time.SystemClock;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class KeyCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void theStanzaLetsTheKeyIn(@TempDir Path directory) throws IOException, ConfigException {
        assertThat(run("create", "--tenant", "acme", "--from-domain", "example.com", "--network", "127.0.0.0/8",
                "--expires", "2099-12-31", "--scope", "messages:send")).isZero();
        Matcher shown = Pattern.compile("pm_live_\\w+").matcher(out.toString());
        assertThat(shown.find()).isTrue();
        String stanza = out.toString().substring(out.toString().indexOf("[[keys]]"));
        assertThat(stanza).doesNotContain(shown.group());
        Path file = Files.writeString(directory.resolve("node.toml"), stanza);
        var keys = new KeyRing(ConfigReader.read(file, NodeConfig.class).keys(), new SystemClock());
        assertThat(keys.authenticate(shown.group(), InetAddress.getLoopbackAddress())).hasValueSatisfying(sender -> {
            assertThat(sender.tenant()).isEqualTo("acme");
            assertThat(sender.fromDomains()).containsExactly("example.com");
            assertThat(sender.scopes()).containsExactly("messages:send");
        });
    }

    @Test
    void twoKeysAreNeverTheSame() {
        assertThat(run("create", "--tenant", "acme", "--test", "--json")).isZero();
        assertThat(run("create", "--tenant", "acme", "--test", "--json")).isZero();
        var found = Pattern.compile("pm_test_[0-9a-z]{10}_[0-9A-Za-z]{49}").matcher(out.toString()).results()
                .map(match -> match.group()).toList();
        assertThat(found).hasSize(2).doesNotHaveDuplicates().allMatch(key -> ApiKey.parse(key).isPresent());
    }

    @Test
    void whatANodeWouldRefuseIsRefusedHere() {
        assertThat(run("create", "--tenant", "not a tenant")).isEqualTo(2);
        assertThat(run("create", "--tenant", "acme", "--network", "nowhere")).isEqualTo(2);
        assertThat(run("create", "--tenant", "acme", "--expires", "soon")).isEqualTo(2);
        assertThat(run("create", "--tenant", "acme", "--from-domain", "a b")).isEqualTo(2);
        assertThat(run("create")).isEqualTo(2);
        assertThat(err.toString()).contains("tenant may have").contains("nowhere").contains("2027-01-31");
        assertThat(out.toString()).isEmpty();
    }

    private int run(String... arguments) {
        CommandLine penguin = Penguin.commandLine().setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        var all = new String[arguments.length + 1];
        all[0] = "key";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return penguin.execute(all);
    }
}
