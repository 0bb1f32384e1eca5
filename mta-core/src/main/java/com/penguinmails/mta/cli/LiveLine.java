package com.penguinmails.mta.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Optional;

/** One line of a terminal that is written over and over; silent where the output is no terminal. For one thread. */
final class LiveLine {
    private static final String TO_START_AND_ERASE = "\r\u001b[K";

    private final PrintWriter out;
    private final boolean enabled;

    LiveLine(PrintWriter out, boolean wanted) {
        this.out = out;
        this.enabled = wanted && Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }

    void show(String text) {
        if (enabled) {
            out.print(TO_START_AND_ERASE + text);
            out.flush();
        }
    }

    /** Takes the line away. */
    void clear() {
        show("");
    }
}
