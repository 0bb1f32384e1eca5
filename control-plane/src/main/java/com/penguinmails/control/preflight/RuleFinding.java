package com.penguinmails.control.preflight;

/**
 * What was found of one rule. Texts hold no control characters and are cut after {@value #MAX_LENGTH} characters, since they may quote
 * a mail of anybody.
 *
 * @param found what was seen, in words
 * @param mend what to do about it; empty if there is nothing to do
 */
public record RuleFinding(Rule rule, RuleResult result, String found, String mend) {
    private static final int MAX_LENGTH = 500;

    public RuleFinding {
        found = printable(found);
        mend = printable(mend);
    }

    static RuleFinding pass(Rule rule, String found) {
        return new RuleFinding(rule, RuleResult.PASS, found, "");
    }

    static RuleFinding warn(Rule rule, String found, String mend) {
        return new RuleFinding(rule, RuleResult.WARN, found, mend);
    }

    static RuleFinding block(Rule rule, String found, String mend) {
        return new RuleFinding(rule, RuleResult.BLOCK, found, mend);
    }

    static RuleFinding skipped(Rule rule, String found, String mend) {
        return new RuleFinding(rule, RuleResult.SKIPPED, found, mend);
    }

    /** A fault that blocks in one case and is a warning in the other. */
    static RuleFinding fault(Rule rule, boolean blocks, String found, String mend) {
        return blocks ? block(rule, found, mend) : warn(rule, found, mend);
    }

    private static String printable(String text) {
        String line = text.replaceAll("\\p{C}", "?");
        return line.length() > MAX_LENGTH ? line.substring(0, MAX_LENGTH) + "…" : line;
    }
}
