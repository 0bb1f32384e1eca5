package com.penguinmails.mta.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * Finds the line of a key by its full name, such as {@code pool_rules[2].pool}: for problems that show only when values are held
 * against each other or against another file, after the file was read. Immutable.
 */
public final class ConfigLines {
    private static final Pattern STEP = Pattern.compile("([^.\\[\\]]+)|\\[(\\d+)]");

    private final @Nullable TomlTable root;

    ConfigLines(@Nullable TomlTable root) {
        this.root = root;
    }

    /** The lines of a file; one that cannot be read has none. */
    public static ConfigLines of(Path file) {
        try {
            return new ConfigLines(Toml.parse(Files.readString(file)));
        } catch (IOException _) {
            return new ConfigLines(null);
        }
    }

    /** The line of the key, or of the innermost table around it that is there; 0 where none is. */
    public int line(String key) {
        Object at = root;
        int line = 0;
        Matcher step = STEP.matcher(key);
        while (at != null && step.find()) {
            String index = step.group(2);
            TomlPosition position = index == null ? position(at, step.group(1)) : position(at, Integer.parseInt(index));
            if (position == null) {
                return line;
            }
            line = position.line();
            at = index == null
                    ? ((TomlTable) at).get(List.of(step.group(1)))
                    : ((TomlArray) at).get(Integer.parseInt(index));
        }
        return line;
    }

    /** The line of the key; 0 where it is not there itself. */
    public int exactLine(String key) {
        Object at = root;
        TomlPosition position = null;
        Matcher step = STEP.matcher(key);
        while (step.find()) {
            String index = step.group(2);
            if (at == null) {
                return 0;
            }
            position = index == null ? position(at, step.group(1)) : position(at, Integer.parseInt(index));
            if (position == null) {
                return 0;
            }
            at = index == null
                    ? ((TomlTable) at).get(List.of(step.group(1)))
                    : ((TomlArray) at).get(Integer.parseInt(index));
        }
        return position == null ? 0 : position.line();
    }

    private static @Nullable TomlPosition position(Object at, String key) {
        return at instanceof TomlTable table ? table.inputPositionOf(List.of(key)) : null;
    }

    private static @Nullable TomlPosition position(Object at, int index) {
        return at instanceof TomlArray array && index < array.size() ? array.inputPositionOf(index) : null;
    }
}
