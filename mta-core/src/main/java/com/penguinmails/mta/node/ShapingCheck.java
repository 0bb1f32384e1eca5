package com.penguinmails.mta.node;

import com.penguinmails.mta.config.ConfigLines;
import com.penguinmails.mta.config.ConfigProblem;
import com.penguinmails.mta.config.PoolRuleConfig;
import com.penguinmails.mta.config.ShapingConfig;
import com.penguinmails.mta.shape.SourcePools;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What no single record of {@code shaping.toml} can see: whether the sources and pools that it names are there.
 */
final class ShapingCheck {
    private final Path file;
    private final ShapingConfig shaping;
    private final List<ConfigProblem> problems = new ArrayList<>();
    private @Nullable ConfigLines lines;

    private ShapingCheck(Path file, ShapingConfig shaping) {
        this.file = file;
        this.shaping = shaping;
    }

    /**
     * Every problem.
     *
     * @param sources the names of the egress sources that a node has, or null where they are not known
     */
    static List<ConfigProblem> problems(Path file, ShapingConfig shaping, @Nullable Set<String> sources) {
        var check = new ShapingCheck(file, shaping);
        if (sources != null) {
            check.sources(sources);
        }
        check.poolsOfRules();
        return check.problems;
    }

    private void sources(Set<String> sources) {
        shaping.pools().forEach((name, pool) -> pool.sources().keySet().forEach(
                source -> requireKnown(sources, source, "pools." + name + ".sources." + source, "source",
                        "node.toml")));
    }

    private void poolsOfRules() {
        Set<String> pools = new HashSet<>(shaping.pools().keySet());
        pools.add(SourcePools.DEFAULT);
        List<PoolRuleConfig> rules = shaping.poolRules();
        for (int i = 0; i < rules.size(); i++) {
            requireKnown(pools, rules.get(i).pool(), "pool_rules[" + i + "].pool", "pool", "[pools]");
        }
    }

    private void requireKnown(Set<String> known, String name, String key, String what, String where) {
        if (!known.contains(name)) {
            problems.add(new ConfigProblem(file, line(key), key, "there is no " + what + " \"" + name + "\" in " + where
                    + "; it has " + String.join(", ", known.stream().sorted().toList())));
        }
    }

    private int line(String key) {
        ConfigLines known = lines;
        if (known == null) {
            known = ConfigLines.of(file);
            lines = known;
        }
        return known.line(key);
    }
}
