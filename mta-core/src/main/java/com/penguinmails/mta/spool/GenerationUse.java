package com.penguinmails.mta.spool;

/**
 * How much of a closed generation is still needed, and what it takes on disk.
 *
 * @param oldest whether its journal is the oldest that is kept
 * @param open recipients without a final outcome
 * @param hasContent whether its content file is still there
 */
record GenerationUse(int number, boolean oldest, long open, Needed needed, boolean hasContent, Taken taken) {

    /**
     * Octets that would have to be written again if it were given up.
     *
     * @param mail contents and records of acceptances with an open recipient
     * @param templates of jobs that are not finished
     * @param remembered idempotency entries that hold and were not carried on
     * @param facts whose last value lies here
     */
    record Needed(long mail, long templates, long remembered, long facts) {

        long bytes() {
            return mail + templates + remembered + facts;
        }
    }

    /** Octets on disk. */
    record Taken(long content, long journal) {}

    /** Nothing of its content is needed any more. */
    boolean isSettled() {
        return open == 0 && needed.templates() == 0;
    }

    /** Nothing of it is needed any more but, maybe, outcomes of mail that lies in older ones. */
    boolean isVoid() {
        return isSettled() && needed.bytes() == 0;
    }

    /** Octets of the content file; none if it only waits to be deleted. */
    long contentKept() {
        return isSettled() ? 0 : taken.content();
    }
}
