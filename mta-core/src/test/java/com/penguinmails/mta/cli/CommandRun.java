package com.penguinmails.mta.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** What a command printed, and how it ended. */
record CommandRun(int status, String out, String err) {

    static CommandRun of(String... arguments) {
        CommandLine command = Penguin.commandLine();
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int status = command.execute(arguments);
        return new CommandRun(status, out.toString(), err.toString());
    }

    /** The last line of the output. */
    JsonNode json() throws IOException {
        return new ObjectMapper().readTree(out.strip().lines().reduce("", (_, last) -> last));
    }
}
