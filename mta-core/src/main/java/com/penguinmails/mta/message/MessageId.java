package com.penguinmails.mta.message;

/**
 * Names one accepted message, or one row of a job, for its whole life. A UUID of version 7 (RFC 9562), so that ids sort by
 * time; as text {@code msg_} and 26 characters.
 */
public record MessageId(long high, long low) implements Comparable<MessageId> {
    private static final String PREFIX = "msg_";

    /** @throws IllegalArgumentException if the text is not of the form above */
    public static MessageId parse(String text) {
        long[] halves = Base32Id.decode(PREFIX, text);
        return new MessageId(halves[0], halves[1]);
    }

    /** The id of a job's row: the job's own number, moved on by the row, so that nothing needs to be stored per row. */
    public static MessageId ofJobRow(JobId job, long row) {
        return new MessageId(job.high(), job.low() + row);
    }

    /** When the id was made, in milliseconds since 1970. */
    public long epochMillis() {
        return high >>> 16;
    }

    @Override
    public int compareTo(MessageId other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    @Override
    public String toString() {
        return Base32Id.encode(PREFIX, high, low);
    }
}
