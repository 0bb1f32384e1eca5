package com.penguinmails.mta.schedule;

import static com.penguinmails.mta.schedule.SlotTable.NONE;

import com.penguinmails.mta.schedule.QueueOverview.OfProvider;
import com.penguinmails.mta.schedule.QueueOverview.OfSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Adds up the whole queue by provider and by source. What stands in a lane is looked at once for the lane, so that a hundred thousand
 * queues cost little. Changes nothing. For one thread.
 */
final class Overviews {
    private final QueueTable queues;
    private final SiteTable sites;
    private final SiteBlockers siteBlockers;
    private final Troubles troubles;
    private final StandingViews standing;
    private final Instants instants;

    Overviews(QueueTable queues, SiteTable sites, SiteBlockers siteBlockers, Troubles troubles,
            StandingViews standing, Instants instants) {
        this.standing = standing;
        this.queues = queues;
        this.sites = sites;
        this.siteBlockers = siteBlockers;
        this.troubles = troubles;
        this.instants = instants;
    }

    /** What is added up of one provider. */
    private static final class Sum {
        final Map<String, Long> states = new HashMap<>();
        int connections;
        double perSecond;
        long oldestMillis = Long.MAX_VALUE;

        void add(String state, long recipients) {
            if (recipients > 0) {
                states.merge(state, recipients, Long::sum);
            }
        }

        OfProvider toRow(String name) {
            return new OfProvider(name, states, connections, perSecond,
                    oldestMillis == Long.MAX_VALUE ? 0 : oldestMillis);
        }
    }

    QueueOverview now() {
        Map<String, Sum> providers = new TreeMap<>();
        Map<String, Long> held = new TreeMap<>();
        Map<Lane, BlockerKind> ofLanes = new HashMap<>();
        Map<Site, Long> queued = new HashMap<>();
        for (DomainQueue queue : queues.all()) {
            addQueue(queue, providers, held, ofLanes, queued);
        }
        Map<String, OfSource> sources = new TreeMap<>();
        for (Site site : sites.all()) {
            addSite(site, providers, sources);
        }
        return new QueueOverview(
                providers.entrySet().stream().map(entry -> entry.getValue().toRow(entry.getKey())).toList(),
                List.copyOf(sources.values()), held, standing.all(), troubles.of(sites.all(), queued));
    }

    private void addQueue(DomainQueue queue, Map<String, Sum> providers, Map<String, Long> held,
            Map<Lane, BlockerKind> ofLanes, Map<Site, Long> queued) {
        Lane lane = queue.lane;
        Site site = sites.of(queue);
        if (site != null) {
            queued.merge(site, (long) queue.size(), Long::sum);
        }
        Sum sum = providers.computeIfAbsent(site == null ? QueueOverview.OTHER : name(site), _ -> new Sum());
        sum.oldestMillis = Math.min(sum.oldestMillis, queue.sinceMillis);
        sum.add("sending", queue.inFlight);
        add(sum, held, BlockerKind.SCHEDULED, queue.scheduled);
        add(sum, held, BlockerKind.RETRY, queue.waiting - queue.scheduled);
        if (queue.ready > 0) {
            BlockerKind kind = lane == null
                    ? queue.phaseKind()
                    : ofLanes.computeIfAbsent(lane, each -> siteBlockers.of(each, queue, NONE).getFirst().kind());
            add(sum, held, kind, queue.ready);
        }
    }

    private static void add(Sum sum, Map<String, Long> held, BlockerKind kind, long recipients) {
        if (recipients > 0) {
            sum.add(kind.state(), recipients);
            held.merge(kind.word(), recipients, Long::sum);
        }
    }

    private void addSite(Site site, Map<String, Sum> providers, Map<String, OfSource> sources) {
        long now = instants.nowNanos();
        Sum sum = providers.computeIfAbsent(name(site), _ -> new Sum());
        for (Path path : site.paths.values()) {
            double perSecond = path.meter.perSecond(now);
            sum.connections += path.gate.connections();
            sum.perSecond += perSecond;
            String source = path.source.name();
            boolean shut = path.hasMail() && sites.blocks().isTroubled(site, source, now);
            OfSource row = sources.getOrDefault(source, new OfSource(source, 0, 0, 0));
            sources.put(source, new OfSource(source, row.connections() + path.gate.connections(),
                    row.shutSites() + (shut ? 1 : 0), row.perSecond() + perSecond));
        }
    }

    static String name(Site site) {
        return site.provider.isEmpty() ? QueueOverview.OTHER : site.provider;
    }
}
