package com.penguinmails.mta.simulate;

import java.util.Arrays;

/**
 * How many were counted when, in equal steps of time from the start. The steps begin at a second and become twice as long each
 * time the run outgrows their number, so it needs the same memory for a minute and for a month. For one thread.
 */
final class DeliveryCurve {
    static final int STEPS = 2048;

    private static final long FIRST_STEP_NANOS = 1_000_000_000;

    private final int[][] counts;
    private long stepNanos = FIRST_STEP_NANOS;
    private int step;
    private long stepEndNanos = FIRST_STEP_NANOS;

    /** @param lines how many curves there are */
    DeliveryCurve(int lines) {
        this.counts = new int[lines][STEPS];
    }

    /** Counts one; instants never go back. */
    void count(int line, long nanos) {
        if (nanos >= stepEndNanos) {
            moveTo(nanos);
        }
        counts[line][step]++;
    }

    /** How long a step is. */
    long stepNanos() {
        return stepNanos;
    }

    /** The counts of one curve, step by step, as many as cover the given time. */
    int[] steps(int line, long untilNanos) {
        int used = (int) Math.min(STEPS, Math.ceilDiv(untilNanos + 1, stepNanos));
        return Arrays.copyOf(counts[line], used);
    }

    private void moveTo(long nanos) {
        while (nanos / stepNanos >= STEPS) {
            stepNanos *= 2;
            for (int[] line : counts) {
                halve(line);
            }
        }
        step = (int) (nanos / stepNanos);
        stepEndNanos = (step + 1) * stepNanos;
    }

    private static void halve(int[] line) {
        for (int i = 0; i < STEPS / 2; i++) {
            line[i] = line[2 * i] + line[2 * i + 1];
        }
        Arrays.fill(line, STEPS / 2, STEPS, 0);
    }
}
