package com.penguinmails.mta.spool;

import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides how disk space comes back. The law: of all that the closed files take, at least the given share is live; what is live in
 * the files that are written to counts as well. Live is what a restart or an attempt needs: contents and records of acceptances with
 * an open recipient, templates of unfinished jobs, idempotency entries that hold, facts. It is held in this order:
 *
 * <ul> <li>the content of a settled generation is deleted at once; <li>a journal is deleted only when it is the oldest, because
 * it may hold outcomes of mail that lies in older ones; it must be settled, its idempotency entries expired or carried on, and the
 * facts that it keeps carried on; <li>little that keeps the oldest, settled journal is carried on; <li>while the live share is under
 * the given one, what frees most for each octet that is written again is compacted: either the generation with the emptiest content,
 * or the oldest ones, with the settled journals behind them. </ul>
 *
 * <p>Nothing is written again as long as the law holds: so what is mostly live is left alone until all is too sparse, and mail
 * that is delivered soon is never written twice.
 */
final class CompactionPolicy {
    /** A settled journal is carried on if this many times what must be written is freed. */
    private static final int CHEAP = 4;
    private final int compactBelow;
    private final long fileSize;

    /**
     * @param compactBelow in percent; 0 writes nothing again
     * @param fileSize of a full file
     */
    CompactionPolicy(int compactBelow, long fileSize) {
        this.compactBelow = compactBelow;
        this.fileSize = fileSize;
    }

    /** What may be done about a generation. */
    sealed interface Action {

        int generation();

        /** Delete its content. */
        record DeleteContent(int generation) implements Action {}

        /** Delete its journal. */
        record DeleteJournal(int generation) implements Action {}

        /** Write again what is needed of it. */
        record Compact(int generation) implements Action {}
    }

    /** What compacting a generation leads to. */
    private record Gain(int generation, long freed, long written) {

        boolean isBetterThan(@Nullable Gain other) {
            return freed > written
                    && (other == null || (double) freed * other.written > (double) other.freed * written);
        }
    }

    /**
     * The next thing to do, the cheapest first.
     *
     * @param uses of the closed generations, ascending
     * @param liveElsewhere octets that are live in the files that are written to
     * @param mayDelete of a generation, whether nobody reads it any more
     * @param mayMove of a generation, whether it can be compacted
     */
    Optional<Action> next(List<GenerationUse> uses, long liveElsewhere, IntPredicate mayDelete,
            IntPredicate mayMove) {
        for (GenerationUse use : uses) {
            if (use.isSettled() && mayDelete.test(use.number())) {
                if (use.hasContent()) {
                    return Optional.of(new Action.DeleteContent(use.number()));
                }
                if (use.oldest() && use.isVoid()) {
                    return Optional.of(new Action.DeleteJournal(use.number()));
                }
            }
        }
        return toCompact(uses, liveElsewhere, mayMove).map(Action.Compact::new);
    }

    private Optional<Integer> toCompact(List<GenerationUse> uses, long liveElsewhere, IntPredicate mayMove) {
        if (!uses.isEmpty() && isCheap(uses.getFirst()) && mayMove.test(uses.getFirst().number())) {
            return Optional.of(uses.getFirst().number());
        }
        if (!isSparse(uses, liveElsewhere)) {
            return Optional.empty();
        }
        Gain best = bestOfOldest(uses, mayMove);
        for (GenerationUse use : uses) {
            Gain gain = new Gain(use.number(), use.contentKept(), use.needed().bytes());
            if (mayMove.test(use.number()) && gain.isBetterThan(best)) {
                best = gain;
            }
        }
        return Optional.ofNullable(best).map(Gain::generation);
    }

    /** Facts never expire: where only they keep a journal, they are carried on unless they would fill much of the next one. */
    private boolean isCheap(GenerationUse use) {
        if (compactBelow == 0 || !use.isSettled() || use.isVoid()) {
            return false;
        }
        boolean light = use.needed().remembered() == 0 && use.needed().facts() * CHEAP < fileSize;
        return light || use.needed().bytes() * CHEAP < use.taken().journal();
    }

    private boolean isSparse(List<GenerationUse> uses, long liveElsewhere) {
        long live = liveElsewhere;
        long taken = 0;
        boolean goes = true;
        for (GenerationUse use : uses) {
            goes = goes && use.isVoid();
            live += use.needed().bytes();
            taken += use.contentKept() + (goes ? 0 : use.taken().journal());
        }
        return live * 100 < taken * compactBelow;
    }

    /** Of the oldest generations, one, two or more, those that free most together; the first of them that is not void. */
    private static @Nullable Gain bestOfOldest(List<GenerationUse> uses, IntPredicate mayMove) {
        Gain best = null;
        int first = 0;
        long freed = 0;
        long written = 0;
        for (GenerationUse use : uses) {
            if (!use.isVoid() && !mayMove.test(use.number())) {
                return best;
            }
            first = first == 0 && !use.isVoid() ? use.number() : first;
            freed += use.contentKept() + (first == 0 ? 0 : use.taken().journal());
            written += use.needed().bytes();
            Gain gain = new Gain(first, freed, written);
            if (first > 0 && gain.isBetterThan(best)) {
                best = gain;
            }
        }
        return best;
    }
}
