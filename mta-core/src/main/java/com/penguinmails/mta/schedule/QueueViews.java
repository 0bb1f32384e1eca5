package com.penguinmails.mta.schedule;

import com.penguinmails.mta.time.Clock;

/** What can be asked of a queue. Every view reads the parts as they are and changes nothing. For one thread. */
final class QueueViews {
    final QueueSnapshots snapshots;
    /** Why one message is still here. */
    final Explainer explainer;
    /** Why mail of some kind is slow. */
    final Slowness slowness;
    /** The whole on one page. */
    final Overviews overviews;

    /** What they read. */
    record Parts(RecipientStore store, SiteTable sites, Connections connections, OutcomeJournal journal,
            WarmUps warmUps, StandingOrders orders, Automations automations) {}

    QueueViews(Parts parts, Clock clock) {
        RecipientStore store = parts.store();
        SiteTable sites = parts.sites();
        Instants instants = new Instants(clock);
        PathBlockers pathBlockers = new PathBlockers(sites, instants);
        SiteBlockers siteBlockers = new SiteBlockers(store, pathBlockers, parts.connections(), parts.journal(),
                instants);
        explainer = new Explainer(store, sites, new QueueBlockers(store, instants), siteBlockers,
                new FlightBlockers(store, sites, parts.journal(), instants), instants);
        snapshots = new QueueSnapshots(store.queues(), sites, explainer, pathBlockers);
        slowness = new Slowness(store.queues(), sites, explainer,
                new Ceilings(sites, sites.limits(), parts.warmUps(), instants),
                pathBlockers);
        overviews = new Overviews(store.queues(), sites, siteBlockers,
                new Troubles(sites, parts.warmUps(), pathBlockers, instants),
                new StandingViews(parts.orders(), parts.automations()), instants);
    }
}
