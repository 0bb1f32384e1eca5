package com.penguinmails.mta.accept;

import com.penguinmails.mta.spool.IdempotencyEntry;

/** What a request under an idempotency key meets. */
public sealed interface IdempotencyClaim {

    /** The first of its kind: the caller now holds the key until it calls {@code complete} or {@code abandon}. */
    record Fresh() implements IdempotencyClaim {}

    /** Answered before: to be answered the same way again. */
    record Replay(IdempotencyEntry entry) implements IdempotencyClaim {}

    /** The first request under this key has no answer yet. */
    record InFlight() implements IdempotencyClaim {}

    /** The key was used for another request. */
    record Mismatch() implements IdempotencyClaim {}
}
