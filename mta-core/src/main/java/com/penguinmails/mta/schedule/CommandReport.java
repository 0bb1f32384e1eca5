package com.penguinmails.mta.schedule;

/**
 * How far a command is.
 *
 * @param matched recipients that it picked out when it was given
 * @param touched recipients that it has acted upon since the last start; of a resume, suspensions that it ended
 * @param endedMillis when it was done or ended, in milliseconds since 1970; 0 while it is not
 */
public record CommandReport(OperatorCommand command, State state, long matched, long touched, long endedMillis) {
    /** Where a command stands. The moves: {@code RUNNING → DONE} or {@code IN_FORCE → ENDED}; a walk can also be ended. */
    public enum State {
        /** Being carried out. */
        RUNNING,
        /** Holds until it ends. */
        IN_FORCE,
        /** Carried out. */
        DONE,
        /** Its time is over, or it was taken back. */
        ENDED;

        /** Whether nothing more comes of it. */
        public boolean isOver() {
            return this == DONE || this == ENDED;
        }
    }

    CommandReport over(State state, long touchedInAll, long nowMillis) {
        return new CommandReport(command, state, matched, touchedInAll, nowMillis);
    }
}
