package com.penguinmails.mta.schedule;

/**
 * One thing that holds mail back, or what it is doing if nothing does. Immutable.
 *
 * @param kind which of the closed list
 * @param source the egress source that it concerns; empty: whichever source is taken
 * @param rule which rule, and where it is set: a key of a file, or a command; empty where no rule is involved
 * @param reason in words, with the figures
 * @param sinceMillis since when, in milliseconds since 1970; 0: not known
 * @param releaseMillis when it lets the next recipient pass, in milliseconds since 1970; 0: not known, see {@code until}
 * @param until the event that ends it, where no time does
 * @param remedy what an operator can do about it: a command or a key to change; empty where there is nothing but to wait
 */
public record Blocker(BlockerKind kind, String source, String rule, String reason, long sinceMillis, long releaseMillis,
        String until, String remedy) {

    /** With the time since when, where that was not known. */
    public Blocker since(long millis) {
        return sinceMillis > 0
                ? this
                : new Blocker(kind, source, rule, reason, millis, releaseMillis, until, remedy);
    }
}
