package com.penguinmails.mta.cli.bench;

import java.util.Arrays;
import java.util.Locale;

/** What several runs of one measurement gave. Immutable. */
public final class Samples {
    private final double[] sorted;

    private Samples(double[] sorted) {
        this.sorted = sorted;
    }

    /** @throws IllegalArgumentException without any value */
    public static Samples of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("samples need at least one value");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Samples(sorted);
    }

    /** The value in the middle; of an even number the mean of the two there. */
    public double median() {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    public double least() {
        return sorted[0];
    }

    public double most() {
        return sorted[sorted.length - 1];
    }

    /** The median with the spread, such as {@code 412 (398–455)}. */
    public String text(int decimals) {
        String number = "%,." + decimals + "f";
        return String.format(Locale.ROOT, number + " (" + number + "–" + number + ")", median(), least(), most());
    }
}
