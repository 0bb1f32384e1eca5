package com.penguinmails.mta.schedule;

import com.penguinmails.mta.event.DeliveryEvent;
import com.penguinmails.mta.message.RecipientKey;
import com.penguinmails.mta.message.SpoolRef;
import com.penguinmails.mta.outcome.Outcome;
import com.penguinmails.mta.outcome.Stage;
import com.penguinmails.mta.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands outcomes to the spool, in order and none twice. A deferred recipient waits for its next attempt once its record is
 * handed over; one with a final outcome keeps its slot until the record is on disk. What the spool has no room for is kept and
 * offered again when there is room, what it could not write after a pause, and before all that came later; until then
 * {@link #isBlocked} holds and no more mail is to be given out. For one thread.
 */
final class OutcomeJournal {
    private static final Logger LOG = LoggerFactory.getLogger(OutcomeJournal.class);
    private static final long FAILED_PAUSE_NANOS = 1_000_000_000;

    /** Told of recipients whose final outcome is on disk. */
    @FunctionalInterface
    interface Listener {
        void settled(Attempt attempt, int slot, Outcome outcome);
    }

    private record Pending(long number, Attempt attempt, List<Outcome> outcomes, List<Long> dueMillis,
            List<OutcomeLog.Entry> entries,
            boolean handed) {
        Pending afterHandOver() {
            return new Pending(number, attempt, outcomes, dueMillis, entries, true);
        }
    }

    private final OutcomeLog log;
    private final RecipientStore store;
    private final RetrySchedule schedule;
    private final AttemptEvents events;
    private final CommandQueue commands;
    private final Timers timers;
    private final Clock clock;
    /** By the order in which the attempts ended. */
    private final NavigableMap<Long, Pending> backlog = new TreeMap<>();
    private final Listener listener;
    private long lastNumber;
    private int failed;

    OutcomeJournal(OutcomeLog log, RecipientStore store, RetrySchedule schedule, CommandQueue commands, Timers timers,
            Clock clock, Listener listener) {
        this.log = log;
        this.store = store;
        this.schedule = schedule;
        this.events = new AttemptEvents(clock);
        this.commands = commands;
        this.timers = timers;
        this.clock = clock;
        this.listener = listener;
    }

    /** No more mail is to be given out for now. */
    boolean isBlocked() {
        return failed > 0 || !backlog.isEmpty();
    }

    /** Hands the outcomes over, or keeps them until they can be. */
    void record(Attempt attempt) {
        Pending pending = prepare(attempt);
        if (isBlocked()) {
            backlog.put(pending.number(), pending);
        } else {
            offer(pending);
        }
    }

    /** Tells readers of something that changes nothing; left out when the spool has no room. */
    void note(DeliveryEvent event) {
        if (!isBlocked() && !log.note(event)) {
            LOG.debug("no room for a note about {}", event.messageId());
        }
    }

    private Pending prepare(Attempt attempt) {
        int count = attempt.slots().size();
        List<Outcome> outcomes = new ArrayList<>(count);
        List<OutcomeLog.Entry> records = new ArrayList<>(count);
        List<Long> dues = new ArrayList<>(count);
        SlotTable slots = store.slots();
        for (int i = 0; i < count; i++) {
            int slot = attempt.slots().get(i);
            Outcome outcome = count(slot, attempt.outcomes().get(i));
            long due = outcome.isFinal() ? 0 : clock.millis() + schedule.pauseMillis(slots.attempts(slot));
            DeliveryEvent event = events.of(attempt, i, outcome, slots.attempts(slot), due);
            dues.add(due);
            RecipientKey key = new RecipientKey(slots.acceptance(slot), slots.index(slot));
            records.add(new OutcomeLog.Entry(key, new SpoolRef(slots.place(slot)), event));
            outcomes.add(outcome);
        }
        return new Pending(++lastNumber, attempt, outcomes, dues, List.copyOf(records), false);
    }

    /** Counts the attempt; a deferral at or after the expiry is the end. */
    private Outcome count(int slot, Outcome outcome) {
        SlotTable slots = store.slots();
        if (outcome.status().stage() == Stage.QUEUE) {
            return outcome;
        }
        slots.setAttempts(slot, slots.attempts(slot) + 1);
        boolean over = outcome instanceof Outcome.Deferred && clock.millis() >= slots.expiry(slot);
        return over ? new Outcome.Expired(outcome.status()) : outcome;
    }

    private void offer(Pending pending) {
        if (!log.offer(pending.entries(), new Reporter(pending))) {
            backlog.put(pending.number(), pending);
            log.whenRoom(() -> commands.add(this::offerBacklog));
            return;
        }
        handedOver(pending);
    }

    private void offerBacklog() {
        while (failed == 0 && !backlog.isEmpty()) {
            Pending pending = backlog.firstEntry().getValue();
            if (!log.offer(pending.entries(), new Reporter(pending))) {
                log.whenRoom(() -> commands.add(this::offerBacklog));
                return;
            }
            backlog.remove(pending.number());
            handedOver(pending);
        }
    }

    /** A record that is offered again after a failed write finds its deferred recipients waiting already. */
    private void handedOver(Pending pending) {
        for (int i = 0; i < pending.outcomes().size(); i++) {
            int slot = pending.attempt().slots().get(i);
            if (pending.outcomes().get(i) instanceof Outcome.Deferred deferred && !pending.handed()) {
                store.makeWait(slot, reason(deferred), pending.dueMillis().get(i));
            }
        }
    }

    private static InsertReason reason(Outcome.Deferred deferred) {
        if (deferred.status().reply() != null) {
            return InsertReason.DEFERRED;
        }
        return switch (deferred.status().stage()) {
            case RESOLVE -> InsertReason.RESOLUTION_FAILED;
            case CONNECT -> InsertReason.SITE_UNREACHABLE;
            default -> InsertReason.CONNECTION_LOST;
        };
    }

    private void committed(Pending pending) {
        for (int i = 0; i < pending.outcomes().size(); i++) {
            Outcome outcome = pending.outcomes().get(i);
            if (outcome.isFinal()) {
                listener.settled(pending.attempt(), pending.attempt().slots().get(i), outcome);
            }
        }
    }

    private void notCommitted(Pending pending) {
        failed++;
        backlog.put(pending.number(), pending.afterHandOver());
        timers.at(clock.nanoTime() + FAILED_PAUSE_NANOS, () -> {
            failed--;
            offerBacklog();
        });
    }

    /** Called on the committing thread. */
    private final class Reporter implements OutcomeLog.Listener {
        private final Pending pending;

        Reporter(Pending pending) {
            this.pending = pending;
        }

        @Override
        public void committed() {
            commands.add(() -> OutcomeJournal.this.committed(pending));
        }

        @Override
        public void failed(String reason) {
            commands.add(() -> notCommitted(pending));
        }
    }
}
