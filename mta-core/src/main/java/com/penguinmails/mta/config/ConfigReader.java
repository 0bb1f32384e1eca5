package com.penguinmails.mta.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;

/**
 * Reads a TOML file into a record. Keys are the components' names in snake case; a key that no component has is refused; a key
 * that is left out has the value of the record's {@code defaults()}. Every problem is reported, not only the first.
 *
 * <p>Paths in the file are relative to the file's own directory.
 */
public final class ConfigReader {
    private static final long MAX_FILE_SIZE = 16L << 20;

    private ConfigReader() {}

    /** @throws ConfigException with all problems of the file */
    public static <T extends Record> T read(Path file, Class<T> type) throws ConfigException {
        return parse(file, text(file), type);
    }

    /**
     * As {@link #read}, from text.
     *
     * @param file named in problems; its directory is where relative paths begin
     */
    public static <T extends Record> T parse(Path file, String text, Class<T> type) throws ConfigException {
        var problems = new ArrayList<ConfigProblem>();
        TomlParseResult toml = Toml.parse(text);
        for (TomlParseError error : toml.errors()) {
            problems.add(new ConfigProblem(file, error.position().line(), "", firstLine(error)));
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        var binder = new RecordBinder(file, problems);
        T value = binder.bindRoot(type, toml);
        if (value == null || !problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return value;
    }

    private static String text(Path file) throws ConfigException {
        try {
            if (Files.size(file) > MAX_FILE_SIZE) {
                throw new ConfigException(List.of(new ConfigProblem(file, 0, "", "is larger than 16 MiB")));
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new ConfigException(List.of(new ConfigProblem(file, 0, "", "cannot be read: " + words(e))));
        }
    }

    private static String words(IOException e) {
        return e instanceof java.nio.file.NoSuchFileException ? "there is no such file" : e.toString();
    }

    private static String firstLine(TomlParseError error) {
        String message = error.getMessage();
        return "is not TOML: "
                + (message == null ? "syntax error" : message.lines().findFirst().orElse("syntax error"));
    }
}
