package com.penguinmails.mta.cli;

import com.penguinmails.dkim.KeyAnswer;
import com.penguinmails.dkim.KeyLookup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Key records from a file instead of DNS: lines of a zone file as {@code penguin dkim record} prints them, or one bare record
 * ({@code v=DKIM1; …}), which then stands for every name.
 */
final class KeyRecordFile implements KeyLookup {
    private static final int MAX_OCTETS = 1024 * 1024;
    private static final Pattern ZONE_LINE = Pattern.compile("(\\S+?)\\.?\\s+(?:\\d+\\s+)?(?:IN\\s+)?TXT\\s+(.*)");
    private static final Pattern STRING = Pattern.compile("\"([^\"]*)\"");

    private final Map<String, List<String>> byName;
    private final List<String> forEveryName;

    private KeyRecordFile(Map<String, List<String>> byName, List<String> forEveryName) {
        this.byName = byName;
        this.forEveryName = forEveryName;
    }

    static KeyRecordFile read(Path file) throws IOException {
        if (Files.size(file) > MAX_OCTETS) {
            throw new IllegalArgumentException(
                    "key record file: longer than " + MAX_OCTETS + " octets; give fewer records");
        }
        Map<String, List<String>> byName = new HashMap<>();
        List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream()
                .map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith(";")).toList();
        for (String line : lines) {
            Matcher zoneLine = ZONE_LINE.matcher(line);
            if (zoneLine.matches()) {
                byName.computeIfAbsent(zoneLine.group(1).toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                        .add(joinedStrings(zoneLine.group(2)));
            }
        }
        return new KeyRecordFile(byName, byName.isEmpty() ? bareRecord(lines) : List.of());
    }

    /** The record itself, or its strings in quotes as programs print them that ask DNS. */
    private static List<String> bareRecord(List<String> lines) {
        String text = String.join(" ", lines);
        if (text.isEmpty()) {
            throw new IllegalArgumentException(
                    "key record file: holds no record; give one such as \"v=DKIM1; k=rsa; p=…\"");
        }
        return List.of(text.startsWith("\"") ? joinedStrings(text) : text);
    }

    @Override
    public CompletionStage<KeyAnswer> lookUp(String name) {
        List<String> found = byName.getOrDefault(name, forEveryName);
        return CompletableFuture.completedStage(
                found.isEmpty() ? new KeyAnswer.NotFound() : new KeyAnswer.Found(found));
    }

    private static String joinedStrings(String value) {
        var joined = new StringBuilder();
        STRING.matcher(value).results().forEach(string -> joined.append(string.group(1)));
        return joined.toString();
    }
}
