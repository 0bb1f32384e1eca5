package com.penguinmails.mta.simulate;

/** Looks at a run from time to time; called by the thread that runs it. */
@FunctionalInterface
public interface SimulationWatch {

    /**
     * Whether to go on.
     *
     * @param progress how far it is
     */
    boolean goesOn(Progress progress);

    /**
     * How far a run is.
     *
     * @param recipients all of them
     * @param settled those with a final outcome
     * @param virtualMillis what the simulation's clock shows, in milliseconds since 1970
     */
    record Progress(long recipients, long settled, long virtualMillis) {}
}
