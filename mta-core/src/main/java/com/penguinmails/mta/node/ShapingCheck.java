package com.penguinmails.mta.node;

import com.penguinmails.mta.config.ConfigLines;
import com.penguinmails.mta.config.ConfigProblem;
import com.penguinmails.mta.config.ShapingConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
        for (int i = 0; i < shaping.warmups().size(); i++) {
            requireKnown(sources, shaping.warmups().get(i).source(), "warmups[" + i + "].source");
        }
    }

    private void requireKnown(Set<String> known, String source, String key) {
        if (!known.contains(source)) {
            problems.add(new ConfigProblem(file, line(key), key, "there is no source \"" + source
                    + "\" in node.toml; it has " + String.join(", ", known.stream().sorted().toList())));
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
