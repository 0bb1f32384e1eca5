package com.penguinmails.testkit.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The rules of a receiver, asked in order; the first one that decides wins. Immutable: what the rules count belongs to
 * the {@link ScriptedReceiver} that runs them.
 *
 * <p>After the rules the receiver looks at well-known local parts, unless the script turns them off. They stand alone
 * or before a dot, so that {@code bounce.17@any.test} works as {@code bounce@any.test}:
 *
 * <table>
 * <caption>Well-known local parts</caption>
 * <tr><td>{@code r550-5.1.1}, {@code bounce-550-5.1.1}, {@code defer-450-4.2.1}</td><td>that reply to RCPT</td></tr>
 * <tr><td>{@code d451-4.7.1}</td><td>that reply at end of data</td></tr>
 * <tr><td>{@code bounce}</td><td>{@code 550 5.1.1} to RCPT</td></tr>
 * <tr><td>{@code defer}</td><td>{@code 451 4.7.1} to RCPT, always</td></tr>
 * <tr><td>{@code full}</td><td>{@code 452 4.2.2} to RCPT</td></tr>
 * <tr><td>{@code spam}</td><td>{@code 554 5.7.1} at end of data</td></tr>
 * <tr><td>{@code grey}</td><td>{@code 450 4.2.0} to the first RCPT of each reverse-path and forward-path</td></tr>
 * <tr><td>{@code slow}</td><td>the reply at end of data comes after two seconds</td></tr>
 * <tr><td>{@code drop}</td><td>the connection is closed at end of data, the message is not accepted</td></tr>
 * <tr><td>{@code lost}</td><td>the message is accepted, the connection is closed instead of the reply</td></tr>
 * <tr><td>{@code stall}</td><td>no reply at end of data, ever</td></tr>
 * </table>
 *
 * @param wellKnownLocalParts whether the table above holds
 */
public record Script(List<Rule> rules, boolean wellKnownLocalParts) {
    /** No rules, no well-known local parts: everything is accepted. */
    public static final Script ACCEPT_ALL = new Script(List.of(), false);
    /** No rules, only the well-known local parts. */
    public static final Script WELL_KNOWN = new Script(List.of(), true);

    public Script {
        rules = List.copyOf(rules);
    }

    /** Rules from their texts, with the well-known local parts. */
    public static Script of(String... rules) {
        return new Script(Stream.of(rules).map(Rule::of).toList(), true);
    }

    /**
     * Reads a script: one rule a line; empty lines and lines that begin with {@code #} count for nothing; the line
     * {@code no-well-known-local-parts} turns these off.
     *
     * @throws IllegalArgumentException with the number of the line that is wrong
     */
    public static Script parse(String text) {
        List<Rule> rules = new ArrayList<>();
        boolean wellKnown = true;
        String[] lines = text.split("\\R", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].strip();
            if (line.equals("no-well-known-local-parts")) {
                wellKnown = false;
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                rules.add(rule(line, i + 1));
            }
        }
        return new Script(rules, wellKnown);
    }

    private static Rule rule(String line, int number) {
        try {
            return Rule.of(line);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("line " + number + ": " + e.getMessage(), e);
        }
    }
}
