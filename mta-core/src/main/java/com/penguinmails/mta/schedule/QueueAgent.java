package com.penguinmails.mta.schedule;

import com.penguinmails.mta.config.DeliveryConfig;
import com.penguinmails.mta.config.QueueConfig;
import com.penguinmails.mta.config.ShapingConfig;
import com.penguinmails.mta.connect.Connector;
import com.penguinmails.mta.connect.LocalEndpoint;
import com.penguinmails.mta.deliver.MailSource;
import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.SpoolRef;
import com.penguinmails.mta.outcome.Outcome;
import com.penguinmails.mta.outcome.QueueOutcome;
import com.penguinmails.mta.resolve.Router;
import com.penguinmails.mta.shape.StandingOrder;
import com.penguinmails.mta.shape.Suspension;
import com.penguinmails.mta.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * Owns all that is queued, and moves it: by the life of a recipient ({@link SlotState}), the gates of its queue
 * ({@link DomainQueue.Phase}) and the connections of its site. One thread calls {@link #doWork} again and again and sleeps until
 * {@link #nextDeadlineNanos} or a command; a test calls both itself. Other threads hold only the {@link QueueProxy}.
 */
public final class QueueAgent {
    private static final int COMMANDS_A_TURN = 1_000;
    private static final int TIMERS_A_TURN = 1_000;
    private static final int SITES_A_TURN = 100;
    private static final long NANOS_PER_MILLI = 1_000_000;
    /** So late at most it is seen that the wall clock was set; once a minute costs nothing. */
    private static final long LONGEST_SLEEP_NANOS = 60_000_000_000L;

    private final Clock clock;
    private final QueueParts parts;
    private final AtomicInteger held = new AtomicInteger();
    private final RestoreProgress restoring = new RestoreProgress();
    private final IntakeMarks intake;

    /** What the queue works with. */
    public record Neighbours(OutcomeLog outcomes, MailSource mails, Connector connector, Router router) {}

    /** How it works; {@code sources} has at least one. */
    public record Settings(QueueConfig queue, DeliveryConfig delivery, ShapingConfig shaping,
            List<LocalEndpoint> sources) {}

    /** @param random of the jitter; used by the thread that works */
    public QueueAgent(Neighbours neighbours, Settings settings, Clock clock, RandomGenerator random) {
        this.clock = clock;
        intake = new IntakeMarks(settings.queue(), held, restoring, neighbours.outcomes()::memoryBytes, clock);
        parts = new QueueParts(neighbours, settings, new PartsOwner(), clock, random);
    }

    /** Does what can be done now; returns a number above 0 if there may be more. Only to be called by the owning thread. */
    public int doWork() {
        int work = parts.commands.run(COMMANDS_A_TURN);
        work += parts.timers.advance(clock.nanoTime());
        work += parts.wallClock.work();
        work += parts.orders.work() + parts.automations.work();
        int room = parts.settlement.room();
        if (room > 0) {
            work += parts.wheel.advance(clock.millis(), Math.min(room, TIMERS_A_TURN), this::due);
        }
        work += parts.drains.work();
        work += parts.cancellations.work();
        work += parts.operatorCommands.work(restoring.isDone());
        // After all that may begin a walk and says nothing of it.
        work += parts.walks.work();
        return work + pump();
    }

    /** When {@link #doWork} has something to do if no command comes before; {@link Long#MAX_VALUE}: never. */
    public long nextDeadlineNanos() {
        long now = clock.nanoTime();
        boolean room = parts.settlement.room() > 0;
        boolean pumps = parts.sites.hasPumps() && !parts.journal.isBlocked();
        if (!parts.commands.isEmpty() || parts.walks.hasWork() || parts.wallClock.hasWork()
                || parts.operatorCommands.hasWork(restoring.isDone()) || pumps
                || room && !(parts.drains.isEmpty() && parts.cancellations.isEmpty())) {
            return now;
        }
        long wall = Math.min(room ? parts.wheel.nextMillis() : Long.MAX_VALUE, nextEndMillis());
        long deadline = parts.timers.nextNanos();
        if (wall != Long.MAX_VALUE) {
            deadline = Math.min(deadline, now + Math.max(0, wall - clock.millis()) * NANOS_PER_MILLI);
        }
        return deadline;
    }

    /**
     * The longest sleep. What is to be done at an instant of the wall clock is slept for in pieces: nobody says when that clock is
     * set.
     */
    long longestSleepNanos() {
        boolean wall = parts.wheel.nextMillis() != Long.MAX_VALUE || nextEndMillis() != Long.MAX_VALUE;
        return wall ? LONGEST_SLEEP_NANOS : Long.MAX_VALUE;
    }

    /** When the next of what is ordered, by operators or by rules, ends by itself. */
    private long nextEndMillis() {
        return Math.min(parts.orders.nextEndMillis(), parts.automations.nextEndMillis());
    }

    /** Sleeps until a command comes or the time is over; only the owning thread. */
    void sleep(long nanos) {
        if (nanos > 0) {
            parts.commands.park(nanos);
        }
    }

    /** Ends a sleep; any thread. */
    void wake() {
        parts.commands.add(() -> {});
    }

    /** Gives out nothing from now on; any thread. */
    void end() {
        parts.commands.add(parts.dispatcher::end);
    }

    /** Whether no transaction is open and every outcome is handed over; only the owning thread. */
    boolean isAtRest() {
        return parts.dispatcher.openTransactions() == 0 && !parts.journal.isBlocked() && parts.facts.isEmpty();
    }

    /** Takes back what was kept in the journal; before the first {@link #restore}, by the thread that starts the node. */
    public void restoreFact(String key, byte[] value) {
        parts.facts.restore(key, value);
    }

    /**
     * An earlier start may have sent just before this one as much as every limit allows at once, so limits begin as if it had, and
     * their burst is not sent twice; by the thread that starts the node.
     */
    public void continueLimits() {
        parts.limits.useUp();
        parts.sites.all().forEach(site -> site.paths.values().forEach(path -> parts.limits.begin(path.gate)));
    }

    /** Takes in an acceptance read back from the journal; before the first {@link #doWork}, by the thread that starts the node. */
    public void restore(long acceptance, SpoolRef place, QueuedMail mail, OpenRecipients open) {
        int count = parts.arrivals.restore(acceptance, place, mail, open);
        held.addAndGet(count - restoring.arrived(count));
    }

    /** As above, of an acceptance that was announced ({@link QueueProxy#beginRestore}), at any time. */
    void restore(RestoredMail restored) {
        restore(restored.acceptance(), restored.place(), restored.mail(), restored.open());
    }

    RestoreProgress restoring() {
        return restoring;
    }

    IntakeMarks intake() {
        return intake;
    }

    /** What other threads hold of this agent. */
    public QueueProxy proxy() {
        return new QueueProxy(this, parts.commands, held);
    }

    /** What takes the commands of operators. */
    CommandDesk commandDesk() {
        return new CommandProxy(parts.operatorCommands, parts.commands, restoring);
    }

    /** What shows warm-ups, and takes what is told of them. */
    WarmUpDesk warmUpDesk() {
        return new WarmUpProxy(parts.warmUpOrders, parts.commands);
    }

    /** Octets outside the heap that queued recipients take. */
    public long bytes() {
        return parts.store.bytes();
    }

    /** New rules of both gates, for all mail from now on. */
    void reload(ShapingConfig newShaping) {
        parts.shaping.reload(newShaping);
    }

    /** A committed acceptance: one slot for each recipient. */
    void accept(long acceptance, SpoolRef place, QueuedMail mail) {
        parts.arrivals.accept(acceptance, place, mail);
    }

    void relocate(long acceptance, SpoolRef to) {
        parts.store.relocate(acceptance, to.position());
    }

    /** Suspends mail, or replaces the suspension of that name; {@code onDisk} when it will hold after a restart too. */
    public void suspend(Suspension suspension, Runnable onDisk) {
        parts.orders.give(suspension, onDisk);
    }

    /** Ends a suspension; whether there was one of that name. */
    public boolean resume(String id, Runnable onDisk) {
        return parts.orders.takeBack(StandingOrderCodec.SUSPENSION + id, onDisk);
    }

    /** Suspensions and overrides. */
    StandingOrders orders() {
        return parts.orders;
    }

    /** What automation rules have triggered. */
    Automations automations() {
        return parts.automations;
    }

    /** All that hold a recipient; to be looked at by itself. */
    QueueTable queues() {
        return parts.queues;
    }

    /** Where recipients lie; to be measured by itself. */
    SlotTable slots() {
        return parts.slots;
    }

    /** What chooses; to be measured by itself. */
    Picker picker() {
        return parts.picker;
    }

    Cancellations cancellations() {
        return parts.cancellations;
    }

    /** What can be asked of it. */
    QueueViews views() {
        return parts.views;
    }

    MailFinder finder() {
        return parts.finder;
    }

    private void due(int slot) {
        DomainQueue queue = parts.store.queueOf(slot);
        if (parts.slots.state(slot) == SlotState.PREPARING) {
            // It waited for a connection that is still at work; those that were prepared with it go on.
            parts.dispatcher.abandonPrepared(prepared -> prepared.slots.contains(slot));
        }
        if (parts.slots.expiry(slot) <= clock.millis()) {
            parts.store.takeOut(slot, SlotState.SETTLING);
            parts.gates.afterTaking(queue);
            parts.settlement.settle(List.of(slot), QueueOutcome.expired(queue.lastDiagnostic), null, null);
        } else {
            parts.store.makeReady(slot, parts.slots.reason(slot));
            parts.gates.admit(queue);
        }
    }

    /** Each site once: one that is not done with what it may do at once comes again in the next turn. */
    private int pump() {
        int pumped = 0;
        int most = Math.min(SITES_A_TURN, parts.sites.pumps());
        while (pumped < most && !parts.journal.isBlocked()) {
            Site site = parts.sites.nextPump();
            if (site == null) {
                break;
            }
            parts.dispatcher.pump(site);
            pumped++;
        }
        return pumped;
    }

    /** What concerns several parts at once. */
    private final class PartsOwner implements QueueParts.Owner {
        @Override
        public void settled(Attempt attempt, int slot, Outcome outcome) {
            long acceptance = parts.slots.acceptance(slot);
            JobId job = attempt.identity().job();
            boolean last = parts.store.free(slot);
            held.decrementAndGet();
            if (last && job != null) {
                parts.cancellations.gone(acceptance, job);
            }
        }

        @Override
        public void changed(StandingOrder order) {
            parts.effects.changed(order);
            parts.automations.changed(order);
            parts.operatorCommands.orderChanged(order);
        }

        @Override
        public void gone(StandingOrder order) {
            parts.automations.gone(order);
            parts.operatorCommands.orderGone(order);
        }

        @Override
        public void limitsChanged() {
            parts.shaping.apply();
        }

        @Override
        public void resolved(DomainQueue queue) {
            parts.gates.readmit(queue);
        }

        @Override
        public void moved(DomainQueue queue) {
            parts.gates.follow(queue);
        }

        @Override
        public void unresolved(DomainQueue queue, Outcome outcome) {
            parts.drains.drain(queue, outcome, null, null);
        }
    }
}
