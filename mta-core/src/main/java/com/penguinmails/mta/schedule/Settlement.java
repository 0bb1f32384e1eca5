package com.penguinmails.mta.schedule;

import com.penguinmails.mta.deliver.MailRequest;
import com.penguinmails.mta.deliver.MailSource;
import com.penguinmails.mta.deliver.PreparedMail.MailIdentity;
import com.penguinmails.mta.message.SpoolRef;
import com.penguinmails.mta.outcome.Outcome;
import com.penguinmails.mta.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Settles recipients whose outcome was decided without their mail: expired, cancelled, or out of reach with their whole site.
 * Their identity is read by a worker, for a bounded number at a time; {@link #room} tells those who decide for many to wait.
 * For one thread.
 */
final class Settlement {
    private static final int MAX_READS = 256;
    private static final int MAX_PENDING = 1024;
    private static final long READ_AGAIN_NANOS = 1_000_000_000;

    private record Case(List<Integer> slots, Outcome outcome, @Nullable String source, @Nullable String site) {}

    private final RecipientStore store;
    private final MailSource mails;
    private final OutcomeJournal journal;
    private final CommandQueue commands;
    private final Timers timers;
    private final Clock clock;
    private final ArrayDeque<Case> pending = new ArrayDeque<>();
    private int reads;

    Settlement(RecipientStore store, MailSource mails, OutcomeJournal journal, CommandQueue commands, Timers timers,
            Clock clock) {
        this.store = store;
        this.mails = mails;
        this.journal = journal;
        this.commands = commands;
        this.timers = timers;
        this.clock = clock;
    }

    /** How many more may be settled before those who decide for many should wait. */
    int room() {
        return journal.isBlocked() ? 0 : MAX_PENDING - pending.size() - reads;
    }

    /**
     * Settles some recipients of one acceptance, which are in flight already.
     *
     * @param source the egress source of the failure, or null
     * @param site the site that failed, or null
     */
    void settle(List<Integer> slots, Outcome outcome, @Nullable String source, @Nullable String site) {
        if (store.slots().hasOwnMail(slots.getFirst())) {
            // Rows of a job stand in one acceptance, but each is a mail with an id of its own.
            slots.forEach(slot -> pending.addLast(new Case(List.of(slot), outcome, source, site)));
        } else {
            pending.addLast(new Case(slots, outcome, source, site));
        }
        readOn();
    }

    private void readOn() {
        while (reads < MAX_READS && !pending.isEmpty()) {
            read(pending.removeFirst());
        }
    }

    private void read(Case settled) {
        reads++;
        SlotTable slots = store.slots();
        int first = settled.slots().getFirst();
        MailRequest request = new MailRequest(slots.acceptance(first), new SpoolRef(slots.place(first)),
                settled.slots().stream().map(slots::index).toList());
        mails.identify(request, identity -> commands.add(() -> identified(settled, identity)));
    }

    private void identified(Case settled, Optional<MailIdentity> identity) {
        if (identity.isEmpty()) {
            // The read stays counted, so that a disk that cannot be read is not asked for ever more.
            timers.at(clock.nanoTime() + READ_AGAIN_NANOS, () -> {
                reads--;
                read(settled);
            });
            return;
        }
        reads--;
        List<Outcome> outcomes = Collections.nCopies(settled.slots().size(), settled.outcome());
        journal.record(new Attempt(identity.get(), new ArrayList<>(settled.slots()), outcomes, settled.source(),
                settled.site()));
        readOn();
    }
}
