package com.penguinmails.system.crash;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/** Faults × outcomes, in Markdown. A round with two faults stands in two rows. */
final class CrashTable {
    private CrashTable() {}

    static String of(List<Round> rounds) {
        var text = new StringBuilder(
                """
                        | fault | rounds | accepted | held when all was well | delivered | bounced | expired | lost | sent again | bound |
                        |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|
                        """);
        for (Fault fault : Fault.values()) {
            row(text, fault.words(), rounds, round -> round.faults().contains(fault));
        }
        row(text, "**all rounds**", rounds, _ -> true);
        return text.toString();
    }

    private static void row(StringBuilder text, String words, List<Round> rounds, Predicate<Round> which) {
        List<Round> chosen = rounds.stream().filter(which).toList();
        if (chosen.isEmpty()) {
            return;
        }
        text.append("| ").append(words).append(" | ").append("%,d".formatted(chosen.size()));
        cell(text, chosen, Round::accepted);
        cell(text, chosen, Round::held);
        cell(text, chosen, Round::delivered);
        cell(text, chosen, Round::bounced);
        cell(text, chosen, Round::expired);
        cell(text, chosen, Round::lost);
        cell(text, chosen, Round::repeats);
        cell(text, chosen, Round::bound);
        text.append(" |\n");
    }

    private static void cell(StringBuilder text, List<Round> rounds, ToLongFunction<Round> of) {
        text.append(" | ").append("%,d".formatted(rounds.stream().mapToLong(of).sum()));
    }
}
