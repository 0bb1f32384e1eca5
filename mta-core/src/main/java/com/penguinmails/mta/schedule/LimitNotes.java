package com.penguinmails.mta.schedule;

import com.penguinmails.mta.deliver.MailRequest;
import com.penguinmails.mta.deliver.MailSource;
import com.penguinmails.mta.message.SpoolRef;
import com.penguinmails.mta.time.Clock;
import java.util.List;

/**
 * Tells readers of events that a limit of ours holds a queue's mail: of its first recipient, at most once a minute for each
 * queue and reason. For one thread.
 */
final class LimitNotes {
    private static final long PAUSE_MILLIS = 60_000;
    private static final long SHORTEST_PAUSE_MILLIS = 1_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final RecipientStore store;
    private final MailSource mails;
    private final OutcomeJournal journal;
    private final CommandQueue commands;
    private final Clock clock;
    private final AttemptEvents events;

    LimitNotes(RecipientStore store, MailSource mails, OutcomeJournal journal, CommandQueue commands, Clock clock) {
        this.store = store;
        this.mails = mails;
        this.journal = journal;
        this.commands = commands;
        this.clock = clock;
        this.events = new AttemptEvents(clock);
    }

    /** Whether readers would be told of the queue now, if what holds it was not told of before. */
    boolean isDue(DomainQueue queue) {
        return clock.millis() - queue.notedMillis >= SHORTEST_PAUSE_MILLIS || queue.notedMillis == 0;
    }

    /** @param releaseNanos when the limit lets the next one through, in monotonic nanoseconds; {@link Long#MAX_VALUE}: unknown */
    void held(DomainQueue queue, String reason, long releaseNanos) {
        long now = clock.millis();
        boolean told = queue.notedReason.equals(reason) && now - queue.notedMillis < PAUSE_MILLIS;
        if (told || queue.ready == 0) {
            return;
        }
        queue.notedReason = reason;
        queue.notedMillis = now;
        SlotTable slots = store.slots();
        int slot = queue.readyHead;
        long release = releaseNanos == Long.MAX_VALUE ? 0 : now + (releaseNanos - clock.nanoTime()) / NANOS_PER_MILLI;
        MailRequest request = new MailRequest(slots.acceptance(slot), new SpoolRef(slots.place(slot)),
                List.of(slots.index(slot)));
        mails.identify(request, identity -> identity
                .ifPresent(known -> commands.add(() -> journal.note(events.delayed(known, reason, release)))));
    }
}
