package com.penguinmails.mta.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Locale;

/** Writes explanations for people: a line for each blocker, below it what it means and what to do about it. Times are UTC. */
final class ExplanationText {
    private final PrintWriter out;
    private final TimeText times;

    ExplanationText(PrintWriter out, long nowMillis) {
        this.out = out;
        this.times = TimeText.at(nowMillis);
    }

    /** Why one message is where it is. */
    void message(JsonNode answer) {
        out.printf("%s of tenant %s%s: %s%n", answer.path("id").asText(), answer.path("tenant").asText(),
                answer.path("campaign").asText().isEmpty() ? "" : ", campaign " + answer.path("campaign").asText(),
                answer.path("state").asText());
        for (JsonNode recipient : answer.path("recipients")) {
            out.println();
            recipient(recipient);
        }
    }

    private void recipient(JsonNode recipient) {
        out.printf("%s: %s, %s%s%s%n", recipient.path("address").asText(), recipient.path("state").asText(),
                counted(recipient.path("attempts").asLong(), "attempt"),
                after(", moves at ", recipient.path("release_at")),
                after(", expires at ", recipient.path("expires_at")));
        int number = 1;
        for (JsonNode blocker : recipient.path("blockers")) {
            blocker(number++ + ". ", blocker);
        }
        if (number == 1 && recipient.has("last_diagnostic")) {
            out.println("   " + recipient.path("last_diagnostic").asText());
        }
    }

    /** Why one path is slow. */
    void path(JsonNode answer) {
        out.printf("path %s to %s: %d of %d connections, %d due, %d on their way%s%n", answer.path("source").asText(),
                answer.path("site").asText(), answer.path("connections").asInt(),
                answer.path("connection_limit").asInt(), answer.path("ready").asLong(),
                answer.path("in_flight").asLong(), after(", opens at ", answer.path("release_at")));
        int number = 1;
        for (JsonNode blocker : answer.path("blockers")) {
            blocker(number++ + ". ", blocker);
        }
        if (number == 1) {
            out.println("   nothing closes it");
        }
        out.println();
        slowness(answer.path("mail"));
    }

    /** Why some mail is slow. */
    void slowness(JsonNode answer) {
        out.printf("%s: %d queued in %s, %d due, %d on their way, its sites took %s a second in the last minute%s%n",
                answer.path("of").asText(), answer.path("queued").asLong(),
                counted(answer.path("queues").asLong(), "queue"),
                answer.path("ready").asLong(), answer.path("in_flight").asLong(), number(answer.path("per_second")),
                after(", the oldest of ", answer.path("oldest_at")));
        if (!answer.path("ceilings").isEmpty()) {
            out.println();
            out.println("What bounds it, the lowest first:");
            int number = 1;
            for (JsonNode ceiling : answer.path("ceilings")) {
                out.printf("%d. %s/s  %s%n", number++, number(ceiling.path("per_second")),
                        ceiling.path("rule").asText() + place(ceiling));
                detail(ceiling);
            }
        }
        if (!answer.path("held").isEmpty()) {
            out.println();
            out.println("What holds it now:");
            for (JsonNode held : answer.path("held")) {
                blocker(held.path("recipients").asLong() + " in " + counted(held.path("queues").asLong(), "queue")
                        + ": ",
                        held.path("blocker"));
            }
        }
    }

    private void blocker(String head, JsonNode blocker) {
        var line = new StringBuilder(head).append(blocker.path("kind").asText().replace('_', ' '));
        if (blocker.has("source")) {
            line.append(", source ").append(blocker.path("source").asText());
        }
        line.append(after(", since ", blocker.path("since")));
        if (blocker.has("release_at")) {
            line.append(after(", until ", blocker.path("release_at")));
        } else if (blocker.has("until")) {
            line.append(", until ").append(blocker.path("until").asText());
        }
        out.println(line);
        detail(blocker);
    }

    private void detail(JsonNode part) {
        if (part.has("reason")) {
            out.println("   " + part.path("reason").asText());
        }
        if (part.has("kind") && part.has("rule")) {
            out.println("   rule: " + part.path("rule").asText() + place(part));
        }
        if (part.has("remedy")) {
            out.println("   → " + part.path("remedy").asText());
        }
    }

    private static String counted(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private static String place(JsonNode part) {
        return part.has("place") ? " (" + part.path("place").asText() + ")" : "";
    }

    private String after(String words, JsonNode time) {
        return time.isMissingNode() ? "" : words + times.of(time);
    }

    private static String number(JsonNode value) {
        double number = value.asDouble();
        return number != 0 && number < 1
                ? String.format(Locale.ROOT, "%.4f", number)
                : String.format(Locale.ROOT, "%.1f", number);
    }
}
