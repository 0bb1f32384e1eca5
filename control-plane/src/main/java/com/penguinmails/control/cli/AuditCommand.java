package com.penguinmails.control.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.penguinmails.control.audit.AuditVerifier;
import com.penguinmails.mta.cli.Failures;
import com.penguinmails.mta.cli.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code penguin audit verify}: recomputes the chains of hashes of the audit log. With {@code --note} it also holds them against how they
 * ended the last time, and writes down how they end now: so even one who can rewrite the whole database cannot shorten or change what was
 * verified once, without being found out.
 */
@Command(name = "audit", mixinStandardHelpOptions = true, description = "Looks at the control plane's audit log.")
final class AuditCommand {
    private final ObjectMapper json = new ObjectMapper();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(name = "verify", mixinStandardHelpOptions = true, description = "Recomputes the hashes of the audit log and tells the first thing that is wrong.")
    int verify(@Mixin ControlOptions control,
            @Option(names = "--file", paramLabel = "FILE", description = "An exported log (NDJSON), instead of asking the control plane.") @Nullable Path file,
            @Option(names = "--note", paramLabel = "FILE", description = "Where the ends of the chains are noted: those noted there must still be in the log, and today's are written.") @Nullable Path note,
            @Option(names = "--json", description = "Print one JSON object.") boolean asJson) throws Exception {
        return Failures.run(spec, () -> {
            Map<String, AuditVerifier.End> noted = note == null ? Map.of() : noted(note);
            Check check = file == null ? check(control, noted) : check(file, noted);
            if (check.problem().isEmpty() && note != null) {
                Files.writeString(note, Json.text(check.ends()) + System.lineSeparator());
            }
            show(check, asJson);
            return check.problem().isEmpty() ? 0 : 1;
        });
    }

    private record Check(Optional<String> problem, Map<String, AuditVerifier.End> ends) {}

    private Check check(Path file, Map<String, AuditVerifier.End> noted) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return check(lines, noted);
        }
    }

    private Check check(ControlOptions control, Map<String, AuditVerifier.End> noted)
            throws IOException, InterruptedException {
        try (ControlClient client = control.open()) {
            // Read first, so that what is written meanwhile is in the log and not missed at its end.
            JsonNode chains = client.get("/v1/audit-log/chains");
            Check check;
            try (Stream<String> lines = client.lines("/v1/audit-log/export")) {
                check = check(lines, noted);
            }
            return check.problem().isPresent() ? check : new Check(shorter(chains, check.ends()), check.ends());
        }
    }

    private Check check(Stream<String> lines, Map<String, AuditVerifier.End> noted) throws IOException {
        var verifier = new AuditVerifier();
        var open = new TreeMap<>(noted);
        for (String line : (Iterable<String>) lines::iterator) {
            JsonNode entry = tree(line);
            Optional<String> problem = verifier.accept(entry).or(() -> differs(entry, open));
            if (problem.isPresent()) {
                return new Check(problem, verifier.ends());
            }
        }
        List<String> missing = new ArrayList<>();
        open.forEach((chain, end) -> missing.add("chain " + chain + ": its entries up to " + end.length()
                + " were there once, and are no more"));
        return new Check(missing.stream().findFirst(), verifier.ends());
    }

    /** Ticks a chain off whose noted end is reached. */
    private static Optional<String> differs(JsonNode entry, Map<String, AuditVerifier.End> open) {
        String chain = entry.path("chain").asText();
        AuditVerifier.End end = open.get(chain);
        if (end == null || end.length() != entry.path("number").asLong()) {
            return Optional.empty();
        }
        open.remove(chain);
        return end.head().equals(entry.path("hash").asText())
                ? Optional.empty()
                : Optional.of("chain " + chain + ", entry " + end.length() + ": it is not the one that was there once");
    }

    private static Optional<String> shorter(JsonNode chains, Map<String, AuditVerifier.End> ends) {
        for (JsonNode chain : chains.path("data")) {
            AuditVerifier.End end = ends.get(chain.path("chain").asText());
            if (end == null || end.length() < chain.path("length").asLong()) {
                return Optional.of("chain " + chain.path("chain").asText() + ": entries are missing at its end");
            }
        }
        return Optional.empty();
    }

    private JsonNode tree(String line) throws IOException {
        try {
            return json.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IOException("a line of the log is no JSON", e);
        }
    }

    private Map<String, AuditVerifier.End> noted(Path note) throws IOException {
        var ends = new TreeMap<String, AuditVerifier.End>();
        if (Files.exists(note)) {
            tree(Files.readString(note)).properties().forEach(entry -> ends.put(entry.getKey(), new AuditVerifier.End(
                    entry.getValue().path("length").asLong(), entry.getValue().path("head").asText())));
        }
        return ends;
    }

    private void show(Check check, boolean asJson) {
        PrintWriter out = spec.commandLine().getOut();
        long entries = check.ends().values().stream().mapToLong(AuditVerifier.End::length).sum();
        if (asJson) {
            out.println(Json.text(Map.of("valid", check.problem().isEmpty(), "problem", check.problem().orElse(""),
                    "entries", entries, "chains", check.ends())));
        } else if (check.problem().isPresent()) {
            out.println("The audit log is not as it was written: " + check.problem().get());
        } else {
            out.println("The audit log is whole: " + entries + " entries in " + check.ends().size() + " chains.");
        }
    }
}
