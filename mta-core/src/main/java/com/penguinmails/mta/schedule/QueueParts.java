package com.penguinmails.mta.schedule;

import com.penguinmails.mta.config.DeliveryConfig;
import com.penguinmails.mta.outcome.Outcome;
import com.penguinmails.mta.shape.PathLimits;
import com.penguinmails.mta.shape.SourcePools;
import com.penguinmails.mta.time.Clock;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The parts of a queue, each made once, after those that it works with. Nothing happens here: {@link QueueAgent} owns the parts and
 * runs them. For one thread.
 */
final class QueueParts {
    final CommandQueue commands = new CommandQueue();
    final Timers timers = new Timers();
    final SlotTable slots = new SlotTable();
    final TimerWheel wheel;
    final LimitTable limits;
    final QueueTable queues;
    final QueueWalks walks;
    final RecipientStore store;
    final OutcomeJournal journal;
    final WallClockWatch wallClock;
    final FactJournal facts;
    final StandingOrders orders;
    final SiteTable sites;
    final WarmUps warmUps;
    final QueueGates gates;
    final Settlement settlement;
    final Drains drains;
    final Automations automations;
    final Picker picker;
    final Dispatcher dispatcher;
    final Cancellations cancellations;
    final Arrivals arrivals;
    final ShapingInForce shaping;
    final OrderEffects effects;
    final WarmUpOrders warmUpOrders;
    final OperatorCommands operatorCommands;
    final MailFinder finder;
    final QueueViews views;

    /** What the parts tell the queue as a whole. */
    interface Owner extends DomainRoutes.Listener, StandingOrders.Effect {
        /** The recipient is done with, and that is in the journal. */
        void settled(Attempt attempt, int slot, Outcome outcome);

        /** Automation rules limit something else than before. */
        void limitsChanged();
    }

    QueueParts(QueueAgent.Neighbours neighbours, QueueAgent.Settings settings, Owner owner, Clock clock,
            RandomGenerator random) {
        RetrySchedule schedule = new RetrySchedule(settings.queue(), random);
        wheel = new TimerWheel(slots, clock.millis());
        wallClock = new WallClockWatch(slots, wheel, schedule, clock);
        limits = new LimitTable(settings.shaping(), clock);
        queues = new QueueTable(limits, clock);
        walks = new QueueWalks(queues);
        store = new RecipientStore(slots, new AcceptanceIndex(slots), wheel, queues);
        journal = new OutcomeJournal(neighbours.outcomes(), store, schedule, commands, timers, clock, owner::settled);
        facts = new FactJournal(neighbours.outcomes(), commands, timers, clock);
        orders = new StandingOrders(facts, clock, owner);
        PathBlocks blocks = new PathBlocks();
        sites = sites(settings, blocks, clock);
        SourceStates states = new SourceStates(sites, clock);
        warmUps = new WarmUps(settings.shaping(), facts, commands, timers, sites, clock);
        List.of(new PathFailures(), states, new PathSuspensions(orders), warmUps).forEach(blocks::add);
        DomainRoutes routes = new DomainRoutes(neighbours.router(), owner, commands, timers, clock, schedule);
        LimitNotes notes = new LimitNotes(store, neighbours.mails(), journal, commands, clock);
        gates = new QueueGates(store, sites, routes, timers, clock, notes);
        settlement = new Settlement(store, neighbours.mails(), journal, commands, timers, clock);
        drains = new Drains(store, settlement, gates, clock);
        Connections connections = connections(neighbours, settings.delivery(), clock);
        automations = new Automations(settings.shaping().automation(),
                new Automations.Parts(orders, facts, commands, clock), sites, owner::limitsChanged);
        SiteFailures failures = new SiteFailures(new SiteFailures.Parts(sites, states, schedule, clock), connections,
                drains);
        picker = new Picker(store, gates, warmUps, clock, settings.delivery().maxRecipientsPerTransaction());
        AttemptObservers observers = new AttemptObservers(List.of(new PathLearning(clock), automations, warmUps));
        dispatcher = new Dispatcher(new Dispatcher.Parts(store, gates, sites, journal, observers, commands, clock),
                picker, connections, failures, new SiteAlarms(sites, timers, clock, notes, gates.limits()),
                neighbours.mails());
        cancellations = new Cancellations(store, gates, dispatcher, settlement);
        arrivals = new Arrivals(store, gates, cancellations, schedule, clock);
        shaping = new ShapingInForce(settings.shaping(), settings.sources(),
                new ShapingInForce.Parts(limits, queues, sites, gates, dispatcher, automations, warmUps));
        effects = new OrderEffects(store, sites, gates, walks, dispatcher);
        warmUpOrders = new WarmUpOrders(warmUps, routes, sites, clock);
        operatorCommands = operatorCommands(routes, failures, schedule, clock);
        finder = new MailFinder(store, cancellations, commands);
        views = new QueueViews(
                new QueueViews.Parts(store, sites, connections, journal, warmUps, orders, automations), clock);
        List.of(orders.reader(StandingOrderCodec.SUSPENSION), orders.reader(StandingOrderCodec.OVERRIDE), warmUps,
                automations, operatorCommands).forEach(facts::add);
    }

    private SiteTable sites(QueueAgent.Settings settings, PathBlocks blocks, Clock clock) {
        SourcePools pools = new SourcePools(settings.shaping(), settings.sources());
        return new SiteTable(new PathLimits(settings.shaping()), limits, new LaneChoice(pools, orders, blocks, clock),
                blocks, clock);
    }

    private Connections connections(QueueAgent.Neighbours neighbours, DeliveryConfig delivery, Clock clock) {
        return new Connections(neighbours.connector(), sites, gates.limits(), timers, clock,
                new Connections.Limits(delivery.maxConnections(), delivery.idleTimeout().toNanos()));
    }

    private OperatorCommands operatorCommands(DomainRoutes routes, SiteFailures failures, RetrySchedule schedule,
            Clock clock) {
        QueueMatch match = new QueueMatch(sites);
        return new OperatorCommands(
                new OperatorCommands.Setup(facts, orders, new CommandPreviews(walks, match, orders),
                        new CommandWalk.Parts(store, match, gates, settlement, effects, routes, walks, schedule),
                        new CommandRemedies(walks, sites, routes, failures)),
                clock, arrivals::nextAcceptance);
    }
}
