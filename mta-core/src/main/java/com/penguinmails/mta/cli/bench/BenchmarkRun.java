package com.penguinmails.mta.cli.bench;

import com.penguinmails.mta.time.Clock;
import java.util.function.Consumer;

/**
 * How a benchmark is run.
 *
 * @param quick whether to measure small sizes, within some ten seconds, to see that it works
 * @param clock what to measure with
 * @param progress told, in a few words, how far it is; may be called often
 */
public record BenchmarkRun(boolean quick, Clock clock, Consumer<String> progress) {

    /** One of two values by whether the run is quick. */
    public <T> T choose(T whenQuick, T otherwise) {
        return quick ? whenQuick : otherwise;
    }
}
