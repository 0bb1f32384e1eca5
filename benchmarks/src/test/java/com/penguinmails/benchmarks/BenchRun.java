package com.penguinmails.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.penguinmails.mta.cli.Penguin;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** What {@code penguin bench} printed, and how it ended. */
record BenchRun(int status, String out, String err) {

    static BenchRun of(String... arguments) {
        List<String> words = new ArrayList<>(List.of("bench"));
        words.addAll(List.of(arguments));
        CommandLine command = Penguin.commandLine();
        var out = new StringWriter();
        var err = new StringWriter();
        command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int status = command.execute(words.toArray(String[]::new));
        return new BenchRun(status, out.toString(), err.toString());
    }

    /** The figures of a run that went well. */
    JsonNode figures() throws IOException {
        assertThat(status).as(err).isZero();
        return new ObjectMapper().readTree(out.strip().lines().reduce("", (_, last) -> last));
    }
}
