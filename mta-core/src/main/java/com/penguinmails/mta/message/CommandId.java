package com.penguinmails.mta.message;

/** Names one command of an operator. A UUID of version 7 (RFC 9562); as text {@code cmd_} and 26 characters. */
public record CommandId(long high, long low) implements Comparable<CommandId> {
    private static final String PREFIX = "cmd_";

    /** @throws IllegalArgumentException if the text is not of the form above */
    public static CommandId parse(String text) {
        long[] halves = Base32Id.decode(PREFIX, text);
        return new CommandId(halves[0], halves[1]);
    }

    /** Whether a text, among names of other kinds, is such an id. */
    public static boolean isOne(String text) {
        return Base32Id.isOne(PREFIX, text);
    }

    @Override
    public int compareTo(CommandId other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    @Override
    public String toString() {
        return Base32Id.encode(PREFIX, high, low);
    }
}
