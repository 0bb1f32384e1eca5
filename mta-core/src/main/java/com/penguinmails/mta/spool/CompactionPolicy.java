package com.penguinmails.mta.spool;

import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;

/**
 * Decides how disk space comes back. The law:
 *
 * <ul> <li>the content of a settled generation is deleted at once; <li>a journal is deleted only when it is the oldest, because
 * it may hold outcomes of mail that lies in older ones; it must be settled, its idempotency entries expired or carried on, and the facts that it keeps carried on;
 * <li>a generation of which less than the given share is open is compacted: what is open is written again at the end; <li>so is
 * the oldest, whatever its share, when the settled journals behind it take more than four files' worth. </ul>
 */
final class CompactionPolicy {
    private static final int MAX_SETTLED_FILES = 4;
    private final int compactBelow;
    private final long fileSize;

    /**
     * @param compactBelow in percent
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

    /** The next thing to do, the cheapest first. {@code mayDelete} says of a generation whether nobody reads it any more. */
    Optional<Action> next(List<GenerationUse> uses, LongPredicate mayDelete) {
        for (GenerationUse use : uses) {
            if (use.isSettled() && mayDelete.test(use.number())) {
                if (use.hasContent()) {
                    return Optional.of(new Action.DeleteContent(use.number()));
                }
                if (use.oldest() && use.rememberedBytes() + use.factBytes() == 0) {
                    return Optional.of(new Action.DeleteJournal(use.number()));
                }
            }
        }
        boolean pressed = isPressed(uses);
        return uses.stream().filter(use -> isWorthIt(use, pressed)).findFirst()
                .map(use -> new Action.Compact(use.number()));
    }

    private boolean isPressed(List<GenerationUse> uses) {
        long settled = uses.stream().filter(use -> !use.hasContent())
                .mapToLong(use -> use.journalBytes() - use.factBytes()).sum();
        return settled > MAX_SETTLED_FILES * fileSize;
    }

    /** Facts never expire: where only they keep a journal, they are carried on unless they would fill much of the next one. */
    private boolean isLight(GenerationUse use) {
        return use.rememberedBytes() == 0 && use.factBytes() * 4 < fileSize;
    }

    private boolean isWorthIt(GenerationUse use, boolean pressed) {
        if (use.isSettled()) {
            long needed = use.rememberedBytes() + use.factBytes();
            boolean few = needed * 100 < compactBelow * use.journalBytes() || isLight(use);
            return use.oldest() && needed > 0 && (few || pressed);
        }
        boolean sparse = use.open() * 100 < compactBelow * use.accepted();
        return sparse || use.open() == 0 || (use.oldest() && pressed);
    }
}
