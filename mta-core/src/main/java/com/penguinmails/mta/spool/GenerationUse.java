package com.penguinmails.mta.spool;

/**
 * How much of a closed generation is still needed.
 *
 * @param oldest whether its journal is the oldest that is kept
 * @param accepted recipients accepted into it or moved to it
 * @param open those of them without a final outcome
 * @param templateNeeded whether a job that is not finished has its template here
 * @param rememberedBytes octets of idempotency entries that hold and were not carried on
 * @param factBytes octets of facts whose last value lies here
 * @param journalBytes octets of its journal
 * @param hasContent whether its content file is still there
 */
record GenerationUse(int number, boolean oldest, long accepted, long open, boolean templateNeeded, long rememberedBytes,
        long factBytes, long journalBytes, boolean hasContent) {

    /** Nothing of its content is needed any more. */
    boolean isSettled() {
        return open == 0 && !templateNeeded;
    }
}
