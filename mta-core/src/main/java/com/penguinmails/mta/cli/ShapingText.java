package com.penguinmails.mta.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The answer of {@code penguin shaping resolve} for people. */
final class ShapingText {
    private static final List<String> VALUES = List.of("rate", "bytes", "connections", "connection_rate",
            "messages_per_connection");

    private final PrintWriter out;

    ShapingText(PrintWriter out) {
        this.out = out;
    }

    /** @param answer as the command prints it with {@code --json} */
    void print(Map<String, Object> answer) {
        out.println("domain    " + answer.get("domain"));
        if (text(answer, "unresolved").isEmpty()) {
            out.println("site      " + answer.get("site"));
            out.println("hosts     " + hosts(answer));
        } else {
            out.println("site      not known: " + answer.get("unresolved"));
            out.println("          Rules by mx_suffix are left out; give the mail exchangers with --mx to see them.");
        }
        out.println("provider  " + (text(answer, "provider").isEmpty() ? "none" : answer.get("provider")));
        out.println("source    " + (text(answer, "source").isEmpty() ? "any" : answer.get("source")));
        out.println();
        out.println("The path:");
        for (Map<?, ?> value : maps(answer, "path")) {
            boolean given = !text(value, "value").isEmpty();
            out.printf("  %-24s %-12s %s%n", value.get("name"), given ? value.get("value") : "no limit",
                    given ? value.get("rule") + where(answer, value) : "");
        }
        List<Map<?, ?>> limits = maps(answer, "limits");
        out.println();
        out.println(limits.isEmpty() ? "None of [[limits]] holds." : "Of [[limits]] all of these hold together:");
        limits.forEach(limit -> limit(answer, limit));
        if (answer.get("warm_up") instanceof Map<?, ?> warming) {
            out.println();
            warmUp(answer, warming);
        }
    }

    private void warmUp(Map<String, Object> answer, Map<?, ?> warming) {
        Object cap = warming.get("cap");
        out.println("The source is warmed up at " + warming.get("provider") + ":");
        out.println("  plan " + warming.get("plan") + " begins at step " + warming.get("step") + " of "
                + warming.get("steps") + ": "
                + (cap == null ? "warm, without a cap" : cap + " messages in " + warming.get("step_length")) + "; "
                + warming.get("rule") + where(answer, warming));
        out.println("  Where a running node is by now: penguin warmup list");
    }

    private void limit(Map<String, Object> answer, Map<?, ?> limit) {
        StringBuilder values = new StringBuilder();
        for (String key : VALUES) {
            Object value = limit.get(key);
            if (value != null) {
                values.append(values.isEmpty() ? "" : ", ").append(key).append(' ').append(value);
            }
        }
        out.println("  " + limit.get("name") + ": " + values);
        out.println("    for " + limit.get("match") + ", counted as " + limit.get("counter") + "; " + limit.get("rule")
                + where(answer, limit));
        if (!text(limit, "condition").isEmpty()) {
            out.println("    only if: " + limit.get("condition"));
        }
    }

    private static String where(Map<String, Object> answer, Map<?, ?> value) {
        return value.get("line") instanceof Integer line && line > 0
                ? " (" + answer.get("file") + ":" + line + ")"
                : "";
    }

    private static String text(Map<?, ?> map, String key) {
        return map.get(key) instanceof String text ? text : "";
    }

    private static String hosts(Map<String, Object> answer) {
        return answer.get("hosts") instanceof List<?> hosts
                ? hosts.stream().map(Object::toString).collect(Collectors.joining(", "))
                : "";
    }

    private static List<Map<?, ?>> maps(Map<String, Object> map, String key) {
        List<Map<?, ?>> maps = new ArrayList<>();
        if (map.get(key) instanceof List<?> list) {
            for (Object element : list) {
                if (element instanceof Map<?, ?> inner) {
                    maps.add(inner);
                }
            }
        }
        return maps;
    }
}
