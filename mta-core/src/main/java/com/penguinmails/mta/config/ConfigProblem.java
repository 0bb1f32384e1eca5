package com.penguinmails.mta.config;

import java.nio.file.Path;

/**
 * One thing that is wrong in a configuration file.
 *
 * @param line from 1; 0 where the whole file is meant
 * @param key the full name of the key, such as {@code smtp.max_line}; empty where none is meant
 * @param message what is wrong and how to mend it; never the value of a secret
 */
public record ConfigProblem(Path file, int line, String key, String message) {

    @Override
    public String toString() {
        String where = line > 0 ? file + ":" + line : file.toString();
        return where + ": " + (key.isEmpty() ? "" : key + ": ") + message;
    }
}
