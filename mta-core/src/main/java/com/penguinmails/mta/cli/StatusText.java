package com.penguinmails.mta.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.StringJoiner;

/** Writes the state of the whole queue for people. */
final class StatusText {
    private static final List<String> STATES = List.of("ready", "delayed", "deferred", "scheduled", "resolving",
            "sending");

    private final PrintWriter out;
    private final TimeText times;

    StatusText(PrintWriter out, long nowMillis) {
        this.out = out;
        this.times = TimeText.at(nowMillis);
    }

    void write(JsonNode answer) {
        out.printf("%-20s %9s %9s %9s %9s %9s %9s %7s %9s %8s%n", "PROVIDER", "READY", "DELAYED", "DEFERRED",
                "SCHEDULED", "RESOLVING", "SENDING", "CONNS", "SENT/S", "OLDEST");
        for (JsonNode row : answer.path("providers")) {
            out.printf("%-20s", row.path("name").asText());
            STATES.forEach(state -> out.printf(" %9d", row.path("states").path(state).asLong()));
            out.printf(" %7d %9.1f %8s%n", row.path("connections").asInt(), row.path("per_second").asDouble(),
                    row.has("oldest_at") ? times.age(Instant.parse(row.path("oldest_at").asText())) : "-");
        }
        out.println();
        out.printf("%-20s %7s %9s %11s%n", "SOURCE", "CONNS", "SENT/S", "SHUT SITES");
        for (JsonNode row : answer.path("sources")) {
            out.printf("%-20s %7d %9.1f %11d%n", row.path("name").asText(), row.path("connections").asInt(),
                    row.path("per_second").asDouble(), row.path("shut_sites").asInt());
        }
        if (!answer.path("held").isEmpty()) {
            var held = new StringJoiner(", ", "\nHeld: ", "\n");
            answer.path("held").properties()
                    .forEach(entry -> held.add(entry.getValue() + " by " + entry.getKey().replace('_', ' ')));
            out.print(held);
        }
        for (JsonNode standing : answer.path("in_force")) {
            standing(standing);
        }
        for (JsonNode trouble : answer.path("troubles")) {
            out.printf("%n! %s: %s%n  %d queued there; penguin queue explain%s%s%n", trouble.path("provider").asText(),
                    trouble.path("text").asText(), trouble.path("recipients").asLong(),
                    option("--provider", trouble.path("provider").asText()),
                    option("--source", trouble.path("source").asText()));
        }
    }

    private void standing(JsonNode standing) {
        String until = standing.has("until")
                ? ", until " + times.of(standing.path("until"))
                : ", until it is taken back";
        out.printf("%n* %s%s%n  since %s by %s: %s%n  %s%n", standing.path("what").asText(), until,
                times.of(standing.path("since")), standing.path("by").asText(),
                standing.path("reason").asText(), standing.path("id").asText());
    }

    private static String option(String name, String value) {
        return value.isEmpty() || value.equals("other") ? "" : " " + name + " " + value;
    }
}
