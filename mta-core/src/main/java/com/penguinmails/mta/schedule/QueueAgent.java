package com.penguinmails.mta.schedule;

import static com.penguinmails.mta.schedule.SlotTable.NONE;

import com.penguinmails.mta.config.DeliveryConfig;
import com.penguinmails.mta.config.QueueConfig;
import com.penguinmails.mta.config.ShapingConfig;
import com.penguinmails.mta.connect.Connector;
import com.penguinmails.mta.connect.LocalEndpoint;
import com.penguinmails.mta.deliver.MailSource;
import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.SpoolRef;
import com.penguinmails.mta.outcome.Outcome;
import com.penguinmails.mta.outcome.QueueOutcome;
import com.penguinmails.mta.resolve.Router;
import com.penguinmails.mta.shape.PathLimits;
import com.penguinmails.mta.shape.SourcePools;
import com.penguinmails.mta.shape.StandingOrder;
import com.penguinmails.mta.shape.Suspension;
import com.penguinmails.mta.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

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
    /** So late at most it is seen that the wall clock was set forward; once a minute costs nothing. */
    private static final long LONGEST_SLEEP_NANOS = 60_000_000_000L;

    private final Clock clock;
    private final CommandQueue commands = new CommandQueue();
    private final Timers timers = new Timers();
    private final SlotTable slots = new SlotTable();
    private final TimerWheel wheel;
    private final LimitTable limits;
    private final QueueTable queues;
    private final RecipientStore store;
    private final OutcomeJournal journal;
    private final FactJournal facts;
    private final StandingOrders orders;
    private final OrderEffects effects;
    private final Automations automations;
    private final WarmUps warmUps;
    private final WarmUpOrders warmUpOrders;
    private final OperatorCommands operatorCommands;
    private final SiteTable sites;
    private final QueueGates gates;
    private final QueueWalks walks;
    private final Settlement settlement;
    private final Drains drains;
    private final Picker picker;
    private final Dispatcher dispatcher;
    private final Cancellations cancellations;
    private final QueueSnapshots snapshots;
    private final Explainer explainer;
    private final Slowness slowness;
    private final Overviews overviews;
    private final MailFinder finder;
    private final AtomicInteger held = new AtomicInteger();
    private final List<LocalEndpoint> sources;
    /** As configured; what rules limit besides is not in it. */
    private ShapingConfig shaping;
    /** The highest number of an acceptance that was taken in. */
    private long lastAcceptance;
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
        shaping = settings.shaping();
        intake = new IntakeMarks(settings.queue(), held, restoring, neighbours.outcomes()::memoryBytes, clock);
        RetrySchedule schedule = new RetrySchedule(settings.queue(), random);
        wheel = new TimerWheel(slots, clock.millis());
        limits = new LimitTable(settings.shaping(), clock);
        queues = new QueueTable(limits, clock);
        walks = new QueueWalks(queues);
        store = new RecipientStore(slots, new AcceptanceIndex(slots), wheel, queues);
        journal = new OutcomeJournal(neighbours.outcomes(), store, schedule, commands, timers, clock,
                this::settled);
        facts = new FactJournal(neighbours.outcomes(), commands, timers, clock);
        LimitNotes notes = new LimitNotes(store, neighbours.mails(), journal, commands, clock);
        sources = settings.sources();
        SourcePools pools = new SourcePools(settings.shaping(), sources);
        PathBlocks blocks = new PathBlocks();
        orders = new StandingOrders(facts, clock, this::changed);
        facts.add(orders.reader(StandingOrderCodec.SUSPENSION));
        facts.add(orders.reader(StandingOrderCodec.OVERRIDE));
        sites = new SiteTable(new PathLimits(settings.shaping()), limits,
                new LaneChoice(pools, orders, blocks, clock), blocks, clock);
        SourceStates states = new SourceStates(sites, clock);
        blocks.add(new PathFailures());
        blocks.add(states);
        blocks.add(new PathSuspensions(orders));
        warmUps = new WarmUps(settings.shaping(), facts, commands, timers, sites, clock);
        blocks.add(warmUps);
        facts.add(warmUps);
        DomainRoutes routes = new DomainRoutes(neighbours.router(), new Answers(), commands, timers, clock, schedule);
        gates = new QueueGates(store, sites, routes, timers, clock, notes);
        settlement = new Settlement(store, neighbours.mails(), journal, commands, timers, clock);
        drains = new Drains(store, settlement, gates, clock);
        DeliveryConfig delivery = settings.delivery();
        Connections connections = new Connections(neighbours.connector(), sites, gates.limits(), timers, clock,
                new Connections.Limits(delivery.maxConnections(), delivery.idleTimeout().toNanos()));
        SiteAlarms alarms = new SiteAlarms(sites, timers, clock, notes, gates.limits());
        automations = new Automations(settings.shaping().automation(),
                new Automations.Parts(orders, facts, commands, timers, clock), sites, this::applyShaping);
        facts.add(automations);
        AttemptObservers observers = new AttemptObservers(List.of(new PathLearning(clock), automations, warmUps));
        SiteFailures failures = new SiteFailures(new SiteFailures.Parts(sites, states, schedule, clock), connections,
                drains);
        picker = new Picker(store, gates, warmUps, clock, delivery.maxRecipientsPerTransaction());
        dispatcher = new Dispatcher(new Dispatcher.Parts(store, gates, sites, journal, observers, commands, clock),
                picker, connections, failures, alarms,
                neighbours.mails());
        cancellations = new Cancellations(store, gates, dispatcher, settlement);
        warmUpOrders = new WarmUpOrders(warmUps, routes, sites, clock);
        effects = new OrderEffects(store, sites, gates, walks, dispatcher);
        operatorCommands = operatorCommands(routes, failures, schedule);
        facts.add(operatorCommands);
        Instants instants = new Instants(clock);
        PathBlockers pathBlockers = new PathBlockers(sites, instants);
        SiteBlockers siteBlockers = new SiteBlockers(store, pathBlockers, connections, journal, instants);
        explainer = new Explainer(store, sites, new QueueBlockers(store, instants), siteBlockers,
                new FlightBlockers(store, sites, journal, instants), instants);
        snapshots = new QueueSnapshots(queues, sites, explainer, pathBlockers);
        slowness = new Slowness(queues, sites, explainer, new Ceilings(sites, limits, warmUps, instants),
                pathBlockers);
        overviews = new Overviews(queues, sites, siteBlockers, new Troubles(sites, warmUps, pathBlockers, instants),
                new StandingViews(orders, automations), instants);
        finder = new MailFinder(store, cancellations, commands);
    }

    /** Does what can be done now; returns a number above 0 if there may be more. Only to be called by the owning thread. */
    public int doWork() {
        int work = commands.run(COMMANDS_A_TURN);
        work += timers.advance(clock.nanoTime());
        work += orders.work();
        int room = settlement.room();
        if (room > 0) {
            work += wheel.advance(clock.millis(), Math.min(room, TIMERS_A_TURN), this::due);
        }
        work += drains.work();
        work += cancellations.work();
        work += operatorCommands.work(restoring.isDone());
        // After all that may begin a walk and says nothing of it.
        work += walks.work();
        return work + pump();
    }

    /** When {@link #doWork} has something to do if no command comes before; {@link Long#MAX_VALUE}: never. */
    public long nextDeadlineNanos() {
        long now = clock.nanoTime();
        boolean room = settlement.room() > 0;
        boolean pumps = sites.hasPumps() && !journal.isBlocked();
        if (!commands.isEmpty() || walks.hasWork() || operatorCommands.hasWork(restoring.isDone()) || pumps
                || room && !(drains.isEmpty() && cancellations.isEmpty())) {
            return now;
        }
        long wall = Math.min(room ? wheel.nextMillis() : Long.MAX_VALUE, orders.nextEndMillis());
        long deadline = timers.nextNanos();
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
        boolean wall = wheel.nextMillis() != Long.MAX_VALUE || orders.nextEndMillis() != Long.MAX_VALUE;
        return wall ? LONGEST_SLEEP_NANOS : Long.MAX_VALUE;
    }

    /** Sleeps until a command comes or the time is over; only the owning thread. */
    void sleep(long nanos) {
        if (nanos > 0) {
            commands.park(nanos);
        }
    }

    /** Ends a sleep; any thread. */
    void wake() {
        commands.add(() -> {});
    }

    /** Gives out nothing from now on; any thread. */
    void end() {
        commands.add(dispatcher::end);
    }

    /** Whether no transaction is open and every outcome is handed over; only the owning thread. */
    boolean isAtRest() {
        return dispatcher.openTransactions() == 0 && !journal.isBlocked() && facts.isEmpty();
    }

    /** Takes back what was kept in the journal; before the first {@link #restore}, by the thread that starts the node. */
    public void restoreFact(String key, byte[] value) {
        facts.restore(key, value);
    }

    /**
     * An earlier start may have sent just before this one as much as every limit allows at once, so limits begin as if it had, and
     * their burst is not sent twice; by the thread that starts the node.
     */
    public void continueLimits() {
        limits.useUp();
        sites.all().forEach(site -> site.paths.values().forEach(path -> limits.begin(path.gate)));
    }

    /** Takes in an acceptance read back from the journal; before the first {@link #doWork}, by the thread that starts the node. */
    public void restore(long acceptance, SpoolRef place, QueuedMail mail, OpenRecipients open) {
        int count = insert(acceptance, place, mail, open);
        held.addAndGet(count - restoring.arrived(count));
        for (int slot = store.first(acceptance); slot != NONE; slot = slots.sibling(slot)) {
            int index = slots.index(slot);
            slots.setAttempts(slot, open.attempts(index));
            boolean tried = open.attempts(index) > 0;
            long due = tried ? open.dueMillis(index) : mail.sendAtMillis();
            enter(slot, due, InsertReason.RECOVERED, tried ? InsertReason.DEFERRED : InsertReason.SCHEDULED);
        }
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
        return new QueueProxy(this, commands, held);
    }

    /** What takes the commands of operators. */
    CommandDesk commandDesk() {
        return new CommandProxy(operatorCommands, commands, restoring);
    }

    /** What shows warm-ups, and takes what is told of them. */
    WarmUpDesk warmUpDesk() {
        return new WarmUpProxy(warmUpOrders, commands);
    }

    /** Octets outside the heap that queued recipients take. */
    public long bytes() {
        return store.bytes();
    }

    /** New rules of both gates, for all mail from now on. */
    void reload(ShapingConfig newShaping) {
        shaping = newShaping;
        automations.change(newShaping.automation());
        // What was prepared is given back to the steps that it was picked in.
        dispatcher.abandonPrepared(_ -> true);
        warmUps.change(newShaping);
        applyShaping();
    }

    private void applyShaping() {
        ShapingConfig now = shaping.withMoreLimits(automations.limits());
        SourcePools pools = new SourcePools(now, sources);
        // What was prepared under the old limits holds no token of the new ones.
        dispatcher.abandonPrepared(_ -> true);
        List<DomainQueue> all = List.copyOf(queues.all());
        List<DomainQueue> standing = all.stream().filter(queue -> queue.phase != DomainQueue.Phase.DRAINING).toList();
        standing.forEach(gates::leave);
        limits.change(now);
        queues.applyLimits();
        sites.change(new PathLimits(now), pools);
        standing.forEach(gates::admit);
    }

    /** A committed acceptance: one slot for each recipient. */
    void accept(long acceptance, SpoolRef place, QueuedMail mail) {
        int _ = insert(acceptance, place, mail, null);
        for (int slot = store.first(acceptance); slot != NONE; slot = slots.sibling(slot)) {
            enter(slot, mail.sendAtMillis(), InsertReason.RECEIVED, InsertReason.SCHEDULED);
        }
    }

    void relocate(long acceptance, SpoolRef to) {
        store.relocate(acceptance, to.position());
    }

    /** Suspends mail, or replaces the suspension of that name; {@code onDisk} when it will hold after a restart too. */
    public void suspend(Suspension suspension, Runnable onDisk) {
        orders.give(suspension, onDisk);
    }

    /** Ends a suspension; whether there was one of that name. */
    public boolean resume(String id, Runnable onDisk) {
        return orders.takeBack(StandingOrderCodec.SUSPENSION + id, onDisk);
    }

    /** Suspensions and overrides. */
    StandingOrders orders() {
        return orders;
    }

    private void changed(StandingOrder order) {
        effects.changed(order);
        automations.changed(order);
        operatorCommands.orderChanged(order);
    }

    /** What automation rules have triggered. */
    Automations automations() {
        return automations;
    }

    /** What operators order. */
    OperatorCommands operatorCommands() {
        return operatorCommands;
    }

    private OperatorCommands operatorCommands(DomainRoutes routes, SiteFailures failures, RetrySchedule schedule) {
        QueueMatch match = new QueueMatch(sites);
        return new OperatorCommands(
                new OperatorCommands.Setup(facts, orders, new CommandPreviews(walks, match, orders),
                        new CommandWalk.Parts(store, match, gates, settlement, effects, routes, walks, schedule),
                        new CommandRemedies(walks, sites, routes, failures)),
                clock, () -> lastAcceptance + 1);
    }

    /** All that hold a recipient; to be looked at by itself. */
    QueueTable queues() {
        return queues;
    }

    /** What chooses; to be measured by itself. */
    Picker picker() {
        return picker;
    }

    Cancellations cancellations() {
        return cancellations;
    }

    QueueSnapshots snapshots() {
        return snapshots;
    }

    Explainer explainer() {
        return explainer;
    }

    Slowness slowness() {
        return slowness;
    }

    Overviews overviews() {
        return overviews;
    }

    MailFinder finder() {
        return finder;
    }

    /** From the last to the first, so that the list of the acceptance is in their order. */
    private int insert(long acceptance, SpoolRef place, QueuedMail mail, @Nullable OpenRecipients open) {
        lastAcceptance = Math.max(lastAcceptance, acceptance);
        boolean ownMail = mail.job() != null;
        Labels labels = mail.labels();
        String senderDomain = mail.senderDomain();
        int count = 0;
        for (int i = mail.recipientCount() - 1; i >= 0; i--) {
            if (open != null && !open.isOpen(i)) {
                continue;
            }
            DomainQueue queue = queues.get(
                    new QueueKey(labels.tenant(), labels.campaign(), senderDomain, mail.domain(i), mail.priority()));
            queue.sinceMillis = Math.min(queue.sinceMillis, mail.acceptedMillis());
            int slot = store.insert(acceptance, i, place.position(), mail.expiresMillis(), queue);
            if (ownMail) {
                slots.setOwnMail(slot);
            }
            count++;
        }
        JobId job = mail.job();
        if (job != null && count > 0) {
            cancellations.belongs(acceptance, job);
        }
        return count;
    }

    private void enter(int slot, long dueMillis, InsertReason ready, InsertReason waiting) {
        if (dueMillis > clock.millis()) {
            store.makeWait(slot, waiting, dueMillis);
        } else {
            store.makeReady(slot, ready);
            gates.admit(store.queueOf(slot));
        }
    }

    private void due(int slot) {
        DomainQueue queue = store.queueOf(slot);
        if (slots.state(slot) == SlotState.PREPARING) {
            // It waited for a connection that is still at work; those that were prepared with it go on.
            dispatcher.abandonPrepared(prepared -> prepared.slots.contains(slot));
        }
        if (slots.expiry(slot) <= clock.millis()) {
            store.takeOut(slot, SlotState.SETTLING);
            gates.afterTaking(queue);
            settlement.settle(List.of(slot), QueueOutcome.expired(queue.lastDiagnostic), null, null);
        } else {
            store.makeReady(slot, slots.reason(slot));
            gates.admit(queue);
        }
    }

    /** Each site once: one that is not done with what it may do at once comes again in the next turn. */
    private int pump() {
        int pumped = 0;
        int most = Math.min(SITES_A_TURN, sites.pumps());
        while (pumped < most && !journal.isBlocked()) {
            Site site = sites.nextPump();
            if (site == null) {
                break;
            }
            dispatcher.pump(site);
            pumped++;
        }
        return pumped;
    }

    private void settled(Attempt attempt, int slot, Outcome outcome) {
        long acceptance = slots.acceptance(slot);
        JobId job = attempt.identity().job();
        boolean last = store.free(slot);
        held.decrementAndGet();
        if (last && job != null) {
            cancellations.gone(acceptance, job);
        }
    }

    /** What becomes known of domains. */
    private final class Answers implements DomainRoutes.Listener {
        @Override
        public void resolved(DomainQueue queue) {
            gates.readmit(queue);
        }

        @Override
        public void unresolved(DomainQueue queue, Outcome outcome) {
            drains.drain(queue, outcome, null, null);
        }
    }
}
