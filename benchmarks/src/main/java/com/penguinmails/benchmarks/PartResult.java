package com.penguinmails.benchmarks;

import com.penguinmails.mta.cli.bench.Samples;

/**
 * What one implementation needed for one task of one part.
 *
 * @param rival its name, empty for this project's
 * @param nanos of each measurement, for one operation
 */
record PartResult(String part, String task, String rival, Samples nanos) {

    boolean isOurs() {
        return rival.isEmpty();
    }

    boolean isRivalOf(PartResult ours) {
        return !isOurs() && part.equals(ours.part) && task.equals(ours.task);
    }

    /** How many times as fast as a rival at the same task. */
    double timesAsFastAs(PartResult other) {
        return other.nanos.median() / nanos.median();
    }
}
