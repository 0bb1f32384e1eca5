package com.penguinmails.dns;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What is known (the cache) and what is being asked (the queries in flight), both bounded and under one lock, so that a
 * question is never in flight twice and never asked while its answer is held.
 *
 * <p>Thread-safe; completes no future, so nothing of a caller runs under the lock.
 */
final class LookupTable {

    /** What becomes of a question. */
    sealed interface Claim<T> {
        /** The answer is held. */
        record Known<T>(Step<T> step) implements Claim<T> {}

        /** Somebody asks already: wait. */
        record Joined<T>(CompletableFuture<Step<T>> future) implements Claim<T> {}

        /** The caller must ask, {@link #settle} and complete the future. */
        record Ask<T>(CompletableFuture<Step<T>> future) implements Claim<T> {}

        /** Too many queries are in flight. */
        record Refused<T>() implements Claim<T> {}
    }

    private record Entry(Step<?> step, int failureEpoch) {}

    private final InstantSource clock;
    private final int maxEntries;
    private final int maxInFlight;

    @GuardedBy("this")
    private final Map<Question<?>, CompletableFuture<?>> inFlight = new HashMap<>();
    @GuardedBy("this")
    private final LinkedHashMap<Question<?>, Entry> cache = new LinkedHashMap<>(16, 0.75f, true);
    @GuardedBy("this")
    private int failureEpoch;

    LookupTable(InstantSource clock, int maxEntries, int maxInFlight) {
        this.clock = clock;
        this.maxEntries = maxEntries;
        this.maxInFlight = maxInFlight;
    }

    synchronized <T> Claim<T> claim(Question<T> question) {
        Step<T> known = known(question);
        if (known != null) {
            return new Claim.Known<>(known);
        }
        // The future was put here under a question of the same type.
        @SuppressWarnings("unchecked")
        CompletableFuture<Step<T>> asked = (CompletableFuture<Step<T>>) inFlight.get(question);
        if (asked != null) {
            return new Claim.Joined<>(asked);
        }
        if (inFlight.size() >= maxInFlight) {
            return new Claim.Refused<>();
        }
        CompletableFuture<Step<T>> future = new CompletableFuture<>();
        inFlight.put(question, future);
        return new Claim.Ask<>(future);
    }

    /** Ends a question that was claimed with {@link Claim.Ask}, and keeps the step as long as it holds. */
    synchronized <T> void settle(Question<T> question, Step<T> step) {
        inFlight.remove(question);
        if (clock.instant().isBefore(step.cacheUntil())) {
            cache.put(question, new Entry(step, failureEpoch));
            if (cache.size() > maxEntries) {
                cache.pollFirstEntry();
            }
        }
    }

    /** Forgets all temporary failures: a server that was silent answers again. */
    synchronized void forgetFailures() {
        failureEpoch++;
    }

    synchronized int cacheEntries() {
        return cache.size();
    }

    synchronized int inFlight() {
        return inFlight.size();
    }

    @GuardedBy("this")
    private <T> @Nullable Step<T> known(Question<T> question) {
        Entry entry = cache.get(question);
        if (entry == null) {
            return null;
        }
        if (holds(entry, clock.instant())) {
            // The step was put here under a question of the same type.
            @SuppressWarnings("unchecked")
            Step<T> step = (Step<T>) entry.step();
            return step;
        }
        cache.remove(question);
        return null;
    }

    @GuardedBy("this")
    private boolean holds(Entry entry, Instant now) {
        return now.isBefore(entry.step().cacheUntil())
                && (entry.failureEpoch() == failureEpoch || !isFailure(entry.step()));
    }

    private static boolean isFailure(Step<?> step) {
        return step instanceof Step.Settled<?>(DnsAnswer.TemporaryFailure<?> _, _);
    }
}
