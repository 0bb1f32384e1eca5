package com.penguinmails.mta.node;

import com.penguinmails.mta.config.AutomationConfig;
import com.penguinmails.mta.config.ConfigLines;
import com.penguinmails.mta.config.ConfigNames;
import com.penguinmails.mta.config.ConfigProblem;
import com.penguinmails.mta.config.LimitConfig;
import com.penguinmails.mta.config.PathRuleConfig;
import com.penguinmails.mta.config.ShapingConfig;
import com.penguinmails.mta.config.WarmUpConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What no single record of {@code shaping.toml} can see: whether the sources that it names are there.
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
        return check.problems;
    }

    private void sources(Set<String> sources) {
        shaping.pools().forEach((name, pool) -> pool.sources().keySet().forEach(
                source -> requireKnown(sources, source, "pools." + name + ".sources." + source)));
        each(shaping.paths(), PathRuleConfig::source, sources, "paths");
        each(shaping.limits(), LimitConfig::source, sources, "limits");
        each(shaping.automation(), AutomationConfig::source, sources, "automation");
        each(shaping.warmups(), WarmUpConfig::source, sources, "warmups");
    }

    private <T> void each(List<T> tables, Function<T, @Nullable String> source, Set<String> known, String name) {
        for (int i = 0; i < tables.size(); i++) {
            requireKnown(known, source.apply(tables.get(i)), name + "[" + i + "].source");
        }
    }

    private void requireKnown(Set<String> known, @Nullable String source, String key) {
        if (source != null && !known.contains(source)) {
            problems.add(new ConfigProblem(file, line(key), key, "there is no source \"" + source
                    + "\" in node.toml; it has " + String.join(", ", known.stream().sorted().toList())
                    + near(source, known)));
        }
    }

    /** A letter or two are like every other name as short. */
    private static String near(String source, Set<String> known) {
        return source.length() < 3
                ? ""
                : ConfigNames.nearest(source, known).map(near -> "; did you mean \"" + near + "\"?").orElse("");
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
