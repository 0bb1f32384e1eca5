package com.penguinmails.mta.schedule;

import com.penguinmails.mta.config.QueueConfig;
import com.penguinmails.mta.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Whether the queue takes new mail: by how many recipients it holds, by the memory that they take, and by whether the mail of an
 * earlier start is back. Nothing that was accepted is concerned. Thread-safe.
 */
final class IntakeMarks {
    /** A slot and its place in the index, at its emptiest. */
    private static final long RECIPIENT_BYTES = SlotTable.SLOT_BYTES + 8;
    private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long MIB = 1 << 20;

    private final AtomicInteger held;
    private final RestoreProgress restoring;
    private final LongSupplier elsewhere;
    private final Clock clock;
    private final boolean refusesWhileRestoring;
    private final Watermark recipients;
    private final Watermark memory;
    private volatile long elsewhereBytes;
    private volatile long lookedNanos;

    /** @param elsewhere octets outside the heap that recipients take beside the queue's own; asked a few times a second */
    IntakeMarks(QueueConfig config, AtomicInteger held, RestoreProgress restoring, LongSupplier elsewhere,
            Clock clock) {
        this.held = held;
        this.restoring = restoring;
        this.elsewhere = elsewhere;
        this.clock = clock;
        refusesWhileRestoring = config.whileRecovering().equals("refuse");
        recipients = new Watermark(config.maxRecipients(), config.resumeBelow());
        memory = new Watermark(config.memory().bytes(), config.resumeBelow());
        lookedNanos = clock.nanoTime() - LOOK_EVERY_NANOS;
    }

    /** Why so many more recipients are refused for now, or empty. */
    Optional<String> refusal(int more) {
        return refusals(more).stream().findFirst();
    }

    /** All that speaks against so many more recipients. */
    List<String> refusals(int more) {
        boolean tooMany = recipients.refuses(held.get(), more);
        boolean tooLarge = memory.refuses(bytes(), more * RECIPIENT_BYTES);
        boolean restores = isRestoring();
        if (!tooMany && !tooLarge && !restores) {
            return List.of();
        }
        List<String> reasons = new ArrayList<>();
        if (restores) {
            reasons.add(restoring.hasFailed()
                    ? "the queue could not be read back; restart the node"
                    : "the queue is being read back, " + restoring.percent() + " % so far; try again later");
        }
        if (tooMany) {
            reasons.add(recipients.isAbove()
                    ? String.format(Locale.ROOT, "the queue holds as many recipients as it may (queue.max_recipients"
                            + " %,d); new mail is taken again at %,d", recipients.high(), recipients.low())
                    : String.format(Locale.ROOT, "%,d recipients at once do not fit: the queue holds %,d and may hold"
                            + " %,d (queue.max_recipients); send fewer at once, or raise it", more, held.get(),
                            recipients.high()));
        }
        if (tooLarge) {
            reasons.add(String.format(Locale.ROOT, "queued recipients take as much memory as they may (queue.memory %,d"
                    + " MiB); new mail is taken again at %,d MiB", memory.high() / MIB, memory.low() / MIB));
        }
        return reasons;
    }

    /** How many of so many more recipients are taken now; 0 where one is refused. */
    int room(int wanted) {
        if (isRestoring()) {
            return 0;
        }
        long room = Math.min(recipients.room(held.get()), memory.room(bytes()) / RECIPIENT_BYTES);
        return (int) Math.min(wanted, room);
    }

    /** Where the bound on recipients stands. */
    IntakeMark recipients() {
        return mark("recipients", recipients, held.get(), 1);
    }

    /** Where the bound on memory stands. */
    IntakeMark memory() {
        return mark("memory", memory, bytes(), RECIPIENT_BYTES);
    }

    private static IntakeMark mark(String name, Watermark mark, long level, long one) {
        return new IntakeMark(name, level, mark.high(), mark.low(), mark.refuses(level, one));
    }

    /** Whether new mail is refused because that of an earlier start is not back. */
    boolean isRestoring() {
        return restoring.hasFailed() || refusesWhileRestoring && !restoring.isDone();
    }

    /** Octets outside the heap that queued recipients take here and elsewhere; room that is free to be used again not counted. */
    long bytes() {
        long now = clock.nanoTime();
        if (now - lookedNanos >= LOOK_EVERY_NANOS) {
            lookedNanos = now;
            elsewhereBytes = elsewhere.getAsLong();
        }
        return held.get() * RECIPIENT_BYTES + elsewhereBytes;
    }
}
