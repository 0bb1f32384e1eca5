package com.penguinmails.control.domain;

import com.penguinmails.dkim.KeyAlgorithm;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A signing key of a domain, without its private half.
 *
 * <p>The law: {@code waiting → live} when its record was seen wherever an answer was given; {@code live → retiring} when a successor of
 * its kind has become live; {@code retiring → retired} after an overlap in which its record is still to be there, so that mail on its
 * way verifies; then the private key is erased. Never backwards.
 *
 * @param record the text of its key record
 * @param since when it came into this state
 * @param overlap how long its predecessor stays published after this one has become live
 * @param retiresAt when a retiring one is retired, or null
 */
record DomainKey(String selector, KeyAlgorithm algorithm, String record, State state, Instant since, Duration overlap,
        @Nullable Instant retiresAt) {

    /** What it is used for: nothing yet, signing, verifying, nothing any more. */
    enum State {
        WAITING,
        LIVE,
        RETIRING,
        RETIRED
    }

    DomainKey live(Instant now) {
        return new DomainKey(selector, algorithm, record, State.LIVE, now, overlap, null);
    }

    DomainKey retiring(Instant now, Instant until) {
        return new DomainKey(selector, algorithm, record, State.RETIRING, now, overlap, until);
    }

    DomainKey retired(Instant now) {
        return new DomainKey(selector, algorithm, record, State.RETIRED, now, overlap, null);
    }
}
