package com.penguinmails.mta.simulate;

import java.util.List;
import java.util.stream.Collectors;

/** A simulation was asked for in words that make no sense. All that is wrong is told at once. */
public final class SimulationInputException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /**
     * One thing that is wrong.
     *
     * @param pointer the member (RFC 6901), such as {@code /receivers/google/reply_time}
     * @param detail what is wrong, the limit, and how to mend it
     */
    public record Problem(String pointer, String detail) {
        @Override
        public String toString() {
            return pointer.isEmpty() ? detail : pointer.substring(1).replace('/', '.') + ": " + detail;
        }
    }

    SimulationInputException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** At least one. */
    public List<Problem> problems() {
        return problems;
    }
}
