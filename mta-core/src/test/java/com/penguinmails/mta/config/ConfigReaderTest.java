package com.penguinmails.mta.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ConfigReaderTest {
    private static final Path FILE = Path.of("/etc/penguin/node.toml");

    @Test
    void theShippedNodeFileSaysTheDefaults() throws Exception {
        NodeConfig shipped = ConfigReader.read(shipped("node.toml"), NodeConfig.class);

        NodeConfig defaults = NodeConfig.defaults();
        assertThat(shipped).usingRecursiveComparison().ignoringFields("dataDirectory").isEqualTo(defaults);
        assertThat(shipped.dataDirectory()).hasFileName("data");
    }

    /** What it says of large receivers is held by {@code ProviderFactsTest}. */
    @Test
    void theShippedShapingFileSaysTheDefaultsButForLargeReceivers() throws Exception {
        ShapingConfig shipped = ConfigReader.read(shipped("shaping.toml"), ShapingConfig.class);

        assertThat(shipped).usingRecursiveComparison().ignoringFields("providers", "paths", "limits", "automation")
                .isEqualTo(ShapingConfig.defaults());
    }

    @Test
    void everyKeyStandsInTheShippedFilesBehindASentence() throws Exception {
        assertThat(keysWithoutSentence(shipped("node.toml"), NodeConfig.class)).isEmpty();
        assertThat(keysWithoutSentence(shipped("shaping.toml"), ShapingConfig.class)).isEmpty();
    }

    @Test
    void everyProblemIsReportedAtOnceWithItsLine() {
        var text = """
                name = "mta.example.com"
                [smtp]
                max_recipents = 5
                max_line = 100
                command_timeout = "soon"
                [queue]
                jitter = "much"
                [[dkim]]
                domain = "example.com"
                """;

        var thrown = catchThrowableOfType(ConfigException.class,
                () -> ConfigReader.parse(FILE, text, NodeConfig.class));

        assertThat(thrown.problems()).extracting(ConfigProblem::toString).containsExactlyInAnyOrder(
                FILE + ":3: smtp.max_recipents: is not a known key; did you mean \"max_recipients\"?",
                FILE + ":4: smtp.max_line: must lie between 512 and 65536",
                FILE + ":5: smtp.command_timeout: a duration such as \"30s\" is expected (ms, s, min, h or d)",
                FILE + ":7: queue.jitter: a whole number is expected", FILE + ":8: dkim[0].selector: is missing",
                FILE + ":8: dkim[0].key_file: is missing", FILE + ":8: dkim[0].canonicalization: is missing");
    }

    @Test
    void whatIsNoTomlIsRefusedWithItsLine() {
        assertThatThrownBy(() -> ConfigReader.parse(FILE, "name = \n[smtp", NodeConfig.class))
                .isInstanceOf(ConfigException.class).hasMessageContaining(FILE + ":1:");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> ConfigReader.read(Path.of("/nowhere/node.toml"), NodeConfig.class))
                .isInstanceOf(ConfigException.class).hasMessageContaining("/nowhere/node.toml")
                .hasMessageContaining("no such");
    }

    @Test
    void unitsAreRead() throws Exception {
        var text = """
                [smtp]
                listen = ["[::1]:0", "127.0.0.1:2526"]
                max_message_size = "10 MiB"
                [queue]
                first_retry = "90s"
                [sources.a]
                ipv4 = "127.0.0.2"
                """;

        NodeConfig config = ConfigReader.parse(FILE, text, NodeConfig.class);

        assertThat(config.smtp().listen()).containsExactly(new Endpoint("::1", 0), new Endpoint("127.0.0.1", 2526));
        assertThat(config.smtp().maxMessageSize()).isEqualTo(ByteSize.ofMiB(10));
        assertThat(config.queue().firstRetry()).isEqualTo(Duration.ofSeconds(90));
        assertThat(config.sources()).containsEntry("a", new SourceConfig("127.0.0.2", null, null));
        assertThat(config.dataDirectory()).isEqualTo(Path.of("/etc/penguin/data"));
    }

    @Test
    void whatWouldHaveNoEffectOrStopAllMailIsRefused() {
        assertThatThrownBy(() -> ConfigReader.parse(FILE, "[pools.bulk]\nsources = { a = 0 }\n", ShapingConfig.class))
                .hasMessageContaining("pools.bulk: the weight of source \"a\" must lie between 1 and 1000");
        assertThatThrownBy(
                () -> ConfigReader.parse(FILE, "[pools.bulk]\nsources = { a = 1 }\nsticky = \"tenants\"\n",
                        ShapingConfig.class))
                .hasMessageContaining("one of \"none\", \"tenant\", \"campaign\", \"domain\" is expected");
        assertThatThrownBy(() -> ConfigReader.parse(FILE, "[admin]\ntoken_hash = \"abc\"\n", NodeConfig.class))
                .hasMessageContaining("admin: token_hash");
        assertThatThrownBy(() -> ConfigReader.parse(FILE, "[[paths]]\ndomain = \"a.test\"\nconnections = 0\n",
                ShapingConfig.class)).hasMessageContaining("paths[0].connections: must lie between 1 and 10000");
    }

    @Test
    void domainsAreHeldAsThoseOfMailAreAndWhatIsNoneIsRefused() throws Exception {
        ShapingConfig config = ConfigReader.parse(FILE, """
                [providers.books]
                domains = ["B\u00fccher.test"]
                [[paths]]
                domain = "B\u00fccher.test"
                connections = 1
                [[limits]]
                name = "books"
                domain = "B\u00fccher.test"
                rate = "1/s"
                """, ShapingConfig.class);

        assertThat(config.providers().get("books")).isEqualTo(new ProviderConfig(List.of(),
                List.of("xn--bcher-kva.test")));
        assertThat(config.paths().getFirst().domain()).isEqualTo("xn--bcher-kva.test");
        assertThat(config.limits().getFirst().domain()).isEqualTo("xn--bcher-kva.test");
        assertThatThrownBy(() -> ConfigReader.parse(FILE, """
                [[limits]]
                name = "all"
                domain = "*.test"
                rate = "1/s"
                [[limits]]
                name = "blank"
                tenant = "ac me"
                rate = "1/s"
                """, ShapingConfig.class)).hasMessageContaining(FILE + ":1: limits[0]: domain: ")
                .hasMessageContaining(FILE + ":5: limits[1]: tenant: ");
    }

    @Test
    void aNumberThatIsTooLargeIsAProblemWithItsLineToo() {
        assertThatThrownBy(() -> ConfigReader.parse(FILE, "[any_path]\nbytes = \"999999999999999TiB/s\"\n",
                ShapingConfig.class)).hasMessageContaining(FILE + ":2: any_path.bytes: a size is at most 1048576TiB");
        assertThatThrownBy(() -> ConfigReader.parse(FILE, "[any_path]\nconnections = 99999999999\n",
                ShapingConfig.class)).hasMessageContaining(FILE + ":2: any_path.connections: ");
    }

    @Test
    void aLimitSaysWhatIsMissingOrNotKnownWithItsLine() {
        var text = """
                [providers.google]
                mx_suffix = ["google.com"]
                [providers.none]
                [[paths]]
                provider = "gogle"
                rate = "1/s"
                [[limits]]
                name = "a"
                tenant = "acme"
                [[limits]]
                name = "a"
                rate = "1/s"
                per = ["tenants"]
                [[limits]]
                name = "b"
                source = "s"
                per = ["source"]
                bytes = "5/s"
                [[shares]]
                tenant = "acme"
                weight = 1001
                """;

        assertThat(problems(text)).containsExactlyInAnyOrder(
                "3: providers.none: names no site; give mx_suffix, domains or both",
                "7: limits[0]: limits nothing; give at least one of rate, bytes, connections, connection_rate and"
                        + " messages_per_connection",
                "10: limits[1]: per names \"tenants\"; known are tenant, campaign, sender_domain, domain, site, provider,"
                        + " source",
                "18: limits[2].bytes: a size such as \"25MiB\" is expected (B, KiB, MiB, GiB or TiB)",
                "21: shares[0].weight: must lie between 1 and 1000");
    }

    @Test
    void rulesThatDoNotFitTogetherAreNamedWithTheirLines() {
        var text = """
                [providers.google]
                mx_suffix = ["google.com"]
                [[paths]]
                provider = "gogle"
                rate = "1/s"
                [[limits]]
                name = "a"
                rate = "1/s"
                [[limits]]
                name = "a"
                rate = "2/s"
                """;

        assertThat(problems(text)).containsExactlyInAnyOrder(
                "4: paths[0].provider: names the provider gogle, which is not there; did you mean \"google\"?",
                "10: limits[1].name: is the name of limits[0] too; give it one of its own");
    }

    @Test
    void everyProblemOfWarmUpsIsReportedAtOnceWithItsLine() {
        var text = """
                [providers.google]
                mx_suffix = ["google.com"]
                [warmup_plans.careful]
                curve = [50, 100, 80]
                hold = { blocks = "4%" }
                step_length = "7h"
                [warmup_plans.careful.curves]
                gogle = [0]
                [warmup_plans.empty]
                [[warmups]]
                source = "a"
                plan = "carful"
                [[warmups]]
                source = "a"
                plan = "careful"
                step = 4
                providers = ["other", "yahoo", "other"]
                steps = { other = 5, google = 4 }
                [[warmups]]
                source = "a/b"
                plan = "careful"
                """;

        assertThat(problems(text)).containsExactlyInAnyOrder(
                "4: warmup_plans.careful.curve[2]: falls from 100 to 80; a curve never falls, what goes back is decided"
                        + " by the rates",
                "5: warmup_plans.careful.hold.blocks: is 4%, above that of retreat, 3%: the plan would never hold",
                "6: warmup_plans.careful.step_length: does not divide a day, so that steps would not begin at midnight"
                        + " UTC; take one such as \"1d\", \"12h\" or \"1h\"",
                "8: warmup_plans.careful.curves.gogle: names the provider gogle, which is not there; did you mean"
                        + " \"google\"?",
                "8: warmup_plans.careful.curves.gogle[0]: must be at least 1",
                "9: warmup_plans.empty.curve: has 1 to 1000 steps, as in [50, 100, 200, 400], not 0",
                "12: warmups[0].plan: names the plan carful, which is not there; did you mean \"careful\"?",
                "14: warmups[1].source: is that of warmups[0] too; one plan warms a source, and"
                        + " [warmup_plans.NAME.curves] gives it other caps at some providers",
                "16: warmups[1].step: is 4, but the plan has 3 steps",
                "17: warmups[1].providers[1]: names the provider yahoo, which is not there; add [providers.yahoo]",
                "17: warmups[1].providers[2]: names other twice",
                "18: warmups[1].steps.other: is 5, but the plan has 3 steps there; 4 stands for warm",
                "20: warmups[2].source: has a name that warm-up cannot keep: take 1 to 90 characters without a slash");
    }

    @Test
    void sharesOfAWarmUpPlanAreReadAndTheOthersHaveTheirDefaults() throws Exception {
        var text = """
                [warmup_plans.careful]
                curve = [50, 100]
                hold = { complaints = "0.05 %" }
                [warmup_plans.other]
                curve = [1]
                step_length = "1h"
                """;

        ShapingConfig config = ConfigReader.parse(FILE, text, ShapingConfig.class);

        WarmUpPlanConfig careful = Objects.requireNonNull(config.warmupPlans().get("careful"));
        assertThat(careful.holds()).hasToString(
                "WarmUpThresholdsConfig[deferrals=5%, blocks=1%, complaints=0.05%]");
        assertThat(careful.retreats()).hasToString(
                "WarmUpThresholdsConfig[deferrals=15%, blocks=3%, complaints=0.3%]");
        assertThat(careful.attemptsNeeded()).isEqualTo(100);
        assertThat(careful.useNeeded()).hasToString("50%");
        assertThat(careful.step()).isEqualTo(Duration.ofDays(1));
        assertThat(config.warmupPlans()).hasEntrySatisfying("other",
                plan -> assertThat(plan.step()).isEqualTo(Duration.ofHours(1)));
        assertThatThrownBy(() -> ConfigReader.parse(FILE, "[warmup_plans.a]\ncurve = [1]\nadvance_at = \"half\"\n",
                ShapingConfig.class)).hasMessageContaining("a percentage such as \"5%\" or \"0.1%\" is expected");
    }

    private static List<String> problems(String text) {
        var thrown = catchThrowableOfType(ConfigException.class,
                () -> ConfigReader.parse(FILE, text, ShapingConfig.class));
        return thrown.problems().stream().map(problem -> problem.line() + ": " + problem.key() + ": "
                + problem.message()).toList();
    }

    private static Path shipped(String name) {
        return Path.of(System.getProperty("project.root", ".."), "config", name);
    }

    /** The keys of the record that the file does not name, commented out or not, right below a comment. */
    private static List<String> keysWithoutSentence(Path file, Class<?> type) throws Exception {
        List<String> lines = Files.readAllLines(file);
        var missing = new ArrayList<String>();
        collect(type, lines, missing);
        return missing;
    }

    private static void collect(Class<?> type, List<String> lines, List<String> missing) {
        for (RecordComponent component : type.getRecordComponents()) {
            String key = ConfigNames.snakeCase(component.getName());
            boolean named = lines.stream().anyMatch(line -> line.matches("(# )?" + key + " = .*")
                    || line.matches("(# )?\\[{1,2}" + key + "(\\..*)?\\]{1,2}"));
            if (!named) {
                missing.add(type.getSimpleName() + "." + key);
            }
            if (component.getType().isRecord() && component.getType().getSimpleName().endsWith("Config")) {
                collect(component.getType(), lines, missing);
            }
        }
    }
}
