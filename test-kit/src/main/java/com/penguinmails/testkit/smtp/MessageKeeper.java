package com.penguinmails.testkit.smtp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Keeps messages as {@link Keep} says. Thread-safe. */
final class MessageKeeper {
    private final Keep keep;
    private final List<ReceivedMessage> log = new ArrayList<>();

    MessageKeeper(Keep keep) {
        this.keep = keep;
        if (keep instanceof Keep.Folder(Path path)) {
            try {
                Files.createDirectories(path);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot make the folder " + path, e);
            }
        }
    }

    boolean needsContent() {
        return !(keep instanceof Keep.Counts);
    }

    void add(ReceivedMessage message) {
        switch (keep) {
            case Keep.Counts _ -> {
            }
            case Keep.Log(int max) -> addToLog(message, max);
            case Keep.Folder(Path path) -> write(message, path);
        }
    }

    List<ReceivedMessage> log() {
        synchronized (log) {
            return List.copyOf(log);
        }
    }

    void clear() {
        synchronized (log) {
            log.clear();
        }
    }

    private void addToLog(ReceivedMessage message, int max) {
        synchronized (log) {
            if (log.size() < max) {
                log.add(message);
            }
        }
    }

    private static void write(ReceivedMessage message, Path folder) {
        String name = message.connection().number() + "-" + message.transaction();
        try {
            Files.write(folder.resolve(name + ".eml"), message.content());
            Files.writeString(folder.resolve(name + ".json"), EnvelopeJson.of(message), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep message " + name + " in " + folder, e);
        }
    }
}
