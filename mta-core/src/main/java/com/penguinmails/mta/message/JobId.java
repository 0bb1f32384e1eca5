package com.penguinmails.mta.message;

/** Names one job: a template and its rows. A UUID of version 7 (RFC 9562); as text {@code job_} and 26 characters. */
public record JobId(long high, long low) implements Comparable<JobId> {
    private static final String PREFIX = "job_";

    /** @throws IllegalArgumentException if the text is not of the form above */
    public static JobId parse(String text) {
        long[] halves = Base32Id.decode(PREFIX, text);
        return new JobId(halves[0], halves[1]);
    }

    @Override
    public int compareTo(JobId other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    @Override
    public String toString() {
        return Base32Id.encode(PREFIX, high, low);
    }
}
