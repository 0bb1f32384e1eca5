package com.penguinmails.mta.spool;

import com.penguinmails.mta.config.SpoolConfig;
import com.penguinmails.mta.time.Clock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives disk space back, a duty cycle at a time, by the {@link CompactionPolicy}. What must be written again goes through the ring
 * like any entry, one bounded step in flight, so that commits never wait for it. A file is deleted only a moment after nothing of
 * it was needed, because a reader may have just been told of a place in it. One thread owns this.
 */
final class Compactor {
    /** The answer of {@link #doWork} when nothing is to be done until something is committed. */
    static final long IDLE = Long.MAX_VALUE;
    private static final Logger LOG = LoggerFactory.getLogger(Compactor.class);
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long EXPIRY_LOOK_NANOS = TimeUnit.MINUTES.toNanos(1);
    private final SpoolLogs logs;
    private final SpoolState state;
    private final CommitRing ring;
    private final Clock clock;
    private final CompactionPolicy policy;
    private final long graceNanos;
    private final Map<Integer, Long> settledSince = new HashMap<>();
    private final Set<Integer> carried = new HashSet<>();
    /** Generations of which something can't be read: what is open there stays there until it is settled. */
    private final Set<Integer> stuck = new HashSet<>();
    private long liveElsewhere;
    private int eventsForcedUpTo;
    private boolean orphansDeleted;
    private @Nullable CompactionRun run;
    private @Nullable CompletableFuture<Boolean> inFlight;
    private long retryAt;
    private boolean waits;

    Compactor(SpoolLogs logs, SpoolState state, CommitRing ring, Clock clock, SpoolConfig config, Duration grace) {
        this.logs = logs;
        this.state = state;
        this.ring = ring;
        this.clock = clock;
        policy = new CompactionPolicy(config.compactBelow(), config.fileSize().bytes());
        graceNanos = grace.toNanos();
    }

    /** Whether it waits for a step to be committed, and need not be called before. */
    Optional<CompletableFuture<Boolean>> inFlight() {
        return Optional.ofNullable(inFlight).filter(step -> !step.isDone());
    }

    /**
     * Does the next thing.
     *
     * @return after how many nanoseconds there may be more to do: 0 at once, {@link #IDLE} only after a commit
     */
    long doWork() {
        if (inFlight().isPresent()) {
            return IDLE;
        }
        long now = clock.nanoTime();
        if (waits && now - retryAt < 0) {
            return retryAt - now;
        }
        waits = false;
        try {
            return step(now);
        } catch (IOException | RuntimeException e) {
            LOG.error("the spool could not be compacted for now", e);
            return retryLater(now);
        }
    }

    private long step(long now) throws IOException {
        CompletableFuture<Boolean> done = inFlight;
        inFlight = null;
        if (done != null && !done.getNow(false)) {
            return retryLater(now);
        }
        if (run != null) {
            return goOn(run, now);
        }
        deleteOrphans();
        List<GenerationUse> uses = uses();
        Optional<CompactionPolicy.Action> next = policy.next(uses, liveElsewhere, number -> isQuiet(number, now),
                number -> !stuck.contains(number));
        if (next.isPresent()) {
            return act(next.get(), now);
        }
        return nextLook(uses, now);
    }

    private long act(CompactionPolicy.Action action, long now) throws IOException {
        switch (action) {
            case CompactionPolicy.Action.DeleteContent(int number) -> logs.content().delete(number);
            case CompactionPolicy.Action.DeleteJournal(int number) -> {
                return deleteJournal(number, now);
            }
            case CompactionPolicy.Action.Compact(int number) ->
                run = new CompactionRun(number, logs, state, clock.millis());
        }
        return 0;
    }

    private long goOn(CompactionRun current, long now) throws IOException {
        Optional<RelocationStep> step = current.next();
        if (step.isEmpty()) {
            carried.add(current.generation());
            run = null;
            noteIfStuck(current);
            return 0;
        }
        return offer(new Pending.Moves(step.get()), step.get().done(), now);
    }

    /** What a run could not move would be tried again without end. */
    private void noteIfStuck(CompactionRun ended) {
        boolean open = state.exclusively(() -> {
            Generation generation = state.generations().find(ended.generation());
            return generation != null && generation.open() > 0;
        });
        if (open || ended.unreadable() > 0) {
            stuck.add(ended.generation());
            LOG.error("file {} of the spool is kept, because {} contents in it can't be read", ended.generation(),
                    ended.unreadable());
        }
    }

    /** Content whose journal is gone, as a crash between the two deletions leaves it. */
    private void deleteOrphans() throws IOException {
        if (orphansDeleted) {
            return;
        }
        for (int file : logs.content().files()) {
            boolean known = state.exclusively(() -> state.generations().find(file) != null);
            if (!known && file < logs.generation()) {
                logs.content().delete(file);
            }
        }
        orphansDeleted = true;
    }

    /** The events that the journal tells of are forced first, on the committing thread; then the file goes. */
    private long deleteJournal(int number, long now) throws IOException {
        if (eventsForcedUpTo < number) {
            var done = new CompletableFuture<Boolean>();
            eventsForcedUpTo = number;
            return offer(new Pending.ForceEvents(done), done, now);
        }
        logs.journal().delete(number);
        state.change(() -> {
            state.generations().remove(number);
            state.facts().forget(number);
        });
        settledSince.remove(number);
        carried.remove(number);
        stuck.remove(number);
        return 0;
    }

    private long offer(Pending pending, CompletableFuture<Boolean> done, long now) {
        if (!ring.offer(pending, false)) {
            return retryLater(now);
        }
        inFlight = done;
        return 0;
    }

    /** Begins anew later; what was written already is open at its new place and is not written again. */
    private long retryLater(long now) {
        run = null;
        eventsForcedUpTo = 0;
        waits = true;
        retryAt = now + RETRY_NANOS;
        return RETRY_NANOS;
    }

    private boolean isQuiet(int number, long now) {
        Long since = settledSince.get(number);
        return since != null && now - since >= graceNanos;
    }

    /** When a generation that is settled may be deleted, or an idempotency entry may have expired. */
    private long nextLook(List<GenerationUse> uses, long now) {
        long wait = IDLE;
        for (GenerationUse use : uses) {
            Long since = settledSince.get(use.number());
            if (since != null && now - since < graceNanos) {
                wait = Math.min(wait, graceNanos - (now - since));
            }
            if (use.oldest() && use.isSettled() && use.needed().remembered() > 0) {
                wait = Math.min(wait, EXPIRY_LOOK_NANOS);
            }
        }
        return wait;
    }

    private List<GenerationUse> uses() {
        long now = clock.nanoTime();
        List<GenerationUse> uses = state.exclusively(this::closedGenerations);
        for (GenerationUse use : uses) {
            if (use.isSettled()) {
                settledSince.putIfAbsent(use.number(), now);
            } else {
                settledSince.remove(use.number());
            }
        }
        return uses;
    }

    private List<GenerationUse> closedGenerations() {
        Map<Integer, Long> templates = state.jobs().templateBytes();
        var contents = new HashSet<>(logs.content().files());
        var uses = new ArrayList<GenerationUse>();
        liveElsewhere = 0;
        for (Generation generation : state.generations().all()) {
            int number = generation.number();
            GenerationUse.Needed needed = needed(generation, templates.getOrDefault(number, 0L));
            if (number < logs.generation()) {
                var taken = new GenerationUse.Taken(logs.content().end(number), logs.journal().end(number));
                uses.add(new GenerationUse(number, uses.isEmpty(), generation.open(), needed,
                        contents.contains(number), taken));
            } else {
                liveElsewhere += needed.bytes();
            }
        }
        return uses;
    }

    private GenerationUse.Needed needed(Generation generation, long templates) {
        int number = generation.number();
        long remembered = carried.contains(number) ? 0 : generation.rememberedBytes(clock.millis());
        return new GenerationUse.Needed(generation.mailBytes(), templates, remembered,
                state.facts().bytesIn(number));
    }
}
