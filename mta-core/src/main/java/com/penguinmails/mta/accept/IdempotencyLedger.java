package com.penguinmails.mta.accept;

import com.penguinmails.mta.spool.IdempotencyEntry;
import com.penguinmails.mta.time.Clock;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers answered requests by their idempotency key, and which are being answered.
 *
 * <p>A key is free, then held (from {@link #begin} answering {@code Fresh}), then either answered ({@link #complete}) or free
 * again ({@link #abandon}). Of two requests under a free key at the same moment one holds it and the other sees {@code InFlight}.
 * An answered key becomes free when its entry expires.
 *
 * <p>Bounded: when the entries or their answers are too many, the oldest are forgotten first. Thread-safe; nothing waits longer
 * than a look-up.
 */
public final class IdempotencyLedger {
    /** Expired entries removed at most for each one added, so that no call pays for all of them. */
    private static final int SWEEP = 4;
    private static final int OCTETS_PER_ENTRY = 512;

    private final Clock clock;
    private final int maxEntries;
    private final long maxAnswerOctets;
    private final LinkedHashMap<IdempotencyKey, IdempotencyEntry> answered = new LinkedHashMap<>();
    private final Map<IdempotencyKey, Long> held = new HashMap<>();
    private long answerOctets;

    /** @param maxEntries how many answers are remembered; together they may have 512 characters times that */
    public IdempotencyLedger(Clock clock, int maxEntries) {
        this.clock = clock;
        this.maxEntries = maxEntries;
        this.maxAnswerOctets = (long) maxEntries * OCTETS_PER_ENTRY;
    }

    /** Asks for the key. After {@code Fresh} the caller must call {@link #complete} or {@link #abandon}, whatever happens. */
    public synchronized IdempotencyClaim begin(IdempotencyKey key, long fingerprint) {
        IdempotencyEntry entry = answered.get(key);
        if (entry != null && entry.expiresMillis() > clock.millis()) {
            return entry.fingerprint() == fingerprint
                    ? new IdempotencyClaim.Replay(entry)
                    : new IdempotencyClaim.Mismatch();
        }
        Long other = held.putIfAbsent(key, fingerprint);
        if (other == null) {
            return new IdempotencyClaim.Fresh();
        }
        return other == fingerprint ? new IdempotencyClaim.InFlight() : new IdempotencyClaim.Mismatch();
    }

    /** The request was answered, and the answer is on disk. */
    public synchronized void complete(IdempotencyEntry entry) {
        held.remove(IdempotencyKey.of(entry));
        remember(entry);
    }

    /** The request came to nothing that is to be repeated; the key is free again. */
    public synchronized void abandon(IdempotencyKey key) {
        held.remove(key);
    }

    /** Takes over an answer given before this start. */
    public synchronized void restore(IdempotencyEntry entry) {
        remember(entry);
    }

    /** How many answers are remembered, expired ones that were not swept yet included. */
    public synchronized int size() {
        return answered.size();
    }

    private void remember(IdempotencyEntry entry) {
        forget(answered.remove(IdempotencyKey.of(entry)));
        answered.put(IdempotencyKey.of(entry), entry);
        answerOctets += entry.response().length();
        long now = clock.millis();
        Iterator<IdempotencyEntry> oldest = answered.values().iterator();
        for (int swept = 0; oldest.hasNext(); swept++) {
            IdempotencyEntry candidate = oldest.next();
            boolean full = answered.size() > maxEntries || answerOctets > maxAnswerOctets;
            boolean expired = candidate.expiresMillis() <= now && swept < SWEEP;
            if (!full && !expired) {
                return;
            }
            oldest.remove();
            forget(candidate);
        }
    }

    private void forget(@Nullable IdempotencyEntry entry) {
        if (entry != null) {
            answerOctets -= entry.response().length();
        }
    }
}
