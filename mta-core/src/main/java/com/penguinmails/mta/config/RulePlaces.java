package com.penguinmails.mta.config;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a rule that an explanation names stands: file and line. The names are those that explanations have: full keys or tables of
 * a file, such as {@code paths[2].rate in shaping.toml}, {@code [[limits]] acme in shaping.toml}, {@code queue.first_retry and
 * queue.max_retry in node.toml}; what follows after a comma is no part of the name. Immutable.
 */
public final class RulePlaces {
    /** The place of a key that no file gives. */
    public static final String DEFAULT = "shipped default";

    private static final Pattern RULE = Pattern.compile("(.+) in (node|shaping)\\.toml(, .*)?");
    private static final Pattern NAMED = Pattern.compile("\\[\\[(limits|automation|warmups)]] (.+)");
    private static final Pattern KEY = Pattern.compile("[a-z_]+(\\[\\d+])?(\\.[a-z_]+)?");

    private final Lines node;
    private final Lines shaping;
    private final ShapingConfig config;

    /** A file as it was read; null where the defaults hold. */
    private record Lines(@Nullable Path file, @Nullable ConfigLines lines) {
        static Lines of(@Nullable Path file) {
            return new Lines(file, file == null ? null : ConfigLines.of(file));
        }

        String place(String key) {
            int line = lines == null ? 0 : lines.exactLine(key);
            return line == 0 ? DEFAULT : file + ":" + line;
        }
    }

    /**
     * Of files that were just read.
     *
     * @param node {@code node.toml}, or null
     * @param shaping {@code shaping.toml}, or null
     * @param config what was read from the latter
     */
    public RulePlaces(@Nullable Path node, @Nullable Path shaping, ShapingConfig config) {
        this.node = Lines.of(node);
        this.shaping = Lines.of(shaping);
        this.config = config;
    }

    /** Where no file was read. */
    public static RulePlaces none() {
        return new RulePlaces(null, null, ShapingConfig.defaults());
    }

    /** File and line of a rule, of several if it names several, or {@link #DEFAULT}; empty for what is no rule of a file. */
    public String of(String rule) {
        Matcher matcher = RULE.matcher(rule);
        if (!matcher.matches()) {
            return "";
        }
        Lines file = matcher.group(2).equals("node") ? node : shaping;
        Set<String> places = new LinkedHashSet<>();
        for (String key : matcher.group(1).split(" and ", -1)) {
            places.add(place(file, key.replaceAll(" in (node|shaping)\\.toml$", "")));
        }
        return String.join(", ", places);
    }

    private String place(Lines file, String key) {
        Matcher named = NAMED.matcher(key);
        if (named.matches()) {
            int index = switch (named.group(1)) {
                case "limits" -> index(config.limits(), LimitConfig::name, named.group(2));
                case "automation" -> index(config.automation(), AutomationConfig::name, named.group(2));
                default -> index(config.warmups(), WarmUpConfig::source, named.group(2));
            };
            return index < 0 ? DEFAULT : file.place(named.group(1) + "[" + index + "]");
        }
        return KEY.matcher(key).matches() ? file.place(key) : DEFAULT;
    }

    private static <T> int index(List<T> tables, Function<T, String> name, String wanted) {
        for (int i = 0; i < tables.size(); i++) {
            if (name.apply(tables.get(i)).equals(wanted)) {
                return i;
            }
        }
        return -1;
    }
}
