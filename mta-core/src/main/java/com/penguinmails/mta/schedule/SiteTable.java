package com.penguinmails.mta.schedule;

import com.penguinmails.mta.config.PathLimitsConfig;
import com.penguinmails.mta.connect.LocalEndpoint;
import com.penguinmails.mta.connect.RemoteHost;
import com.penguinmails.mta.resolve.DeliveryPlan;
import com.penguinmails.mta.shape.PathGate;
import com.penguinmails.mta.shape.PathLimits;
import com.penguinmails.mta.shape.SourcePools;
import com.penguinmails.mta.time.Clock;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All sites in use or with something to remember, and those to be looked at. For one thread. */
final class SiteTable {
    private static final int MIN_SWEEP = 1024;

    private final Map<Site.Key, Site> sites = new LinkedHashMap<>();
    private final ArrayDeque<Site> pumps = new ArrayDeque<>();
    private final LaneChoice lanes;
    private final PathBlocks blocks;
    private final LimitTable shared;
    private final Clock clock;
    private PathLimits limits;
    private int sweepAt = MIN_SWEEP;

    SiteTable(PathLimits limits, LimitTable shared, LaneChoice lanes, PathBlocks blocks, Clock clock) {
        this.limits = limits;
        this.lanes = lanes;
        this.blocks = blocks;
        this.shared = shared;
        this.clock = clock;
    }

    /** The site of a plan; it takes over the plan's hosts. */
    Site get(DeliveryPlan plan, String domain) {
        Site.Key key = new Site.Key(plan.site(), limits.namesDomain(domain) ? domain : null);
        Site site = sites.get(key);
        if (site == null) {
            sweep();
            site = new Site(key, limits.provider(hosts(plan), key.domain()), plan, shared.weights());
            sites.put(key, site);
        }
        site.plan = plan;
        return site;
    }

    /** The site that a queue's mail goes to, if it is in use or remembered; null where its domain was never resolved. */
    @Nullable
    Site of(DomainQueue queue) {
        if (queue.lane != null) {
            return queue.lane.site;
        }
        DeliveryPlan plan = queue.route.plan;
        return plan == null ? null : find(plan, queue.key.domain());
    }

    /** The same, made where it is neither in use nor remembered. */
    @Nullable
    Site made(DomainQueue queue) {
        Site site = of(queue);
        DeliveryPlan plan = queue.route.plan;
        return site != null || plan == null ? site : get(plan, queue.key.domain());
    }

    /** The site of a plan if it is in use or remembered. */
    @Nullable
    Site find(DeliveryPlan plan, String domain) {
        return sites.get(new Site.Key(plan.site(), limits.namesDomain(domain) ? domain : null));
    }

    /** Which lane mail stands in. */
    LaneChoice lanes() {
        return lanes;
    }

    Path path(Site site, LocalEndpoint source) {
        Path path = site.paths.get(source.name());
        if (path == null) {
            path = new Path(site, source, new PathGate(limits(site, source), limits.feedback(), clock.nanoTime()));
            shared.begin(path.gate);
            path.shared = shared.ofPath(site, source.name());
            site.paths.put(source.name(), path);
        }
        return path;
    }

    /** Holds other limits from now on, on every path, and other pools; no queue may stand in a lane meanwhile. */
    void change(PathLimits newLimits, SourcePools pools) {
        limits = newLimits;
        lanes.change(pools);
        long now = clock.nanoTime();
        for (Site site : sites.values()) {
            site.forgetLanes();
            site.provider = limits.provider(hosts(site.plan), site.key.domain());
            for (Path path : site.paths.values()) {
                path.gate.change(limits(site, path.source), now);
                path.gate.follow(newLimits.feedback(), now);
                share(path);
            }
            askPump(site);
        }
    }

    /** What is counted of all mail. */
    LimitTable limits() {
        return shared;
    }

    /** Connections that are open count for limits that are new. */
    private void share(Path path) {
        LimitTable.drop(path.shared);
        path.shared = shared.ofPath(path.site, path.source.name());
        for (LimitLine line : path.shared) {
            for (Session session : path.sessions) {
                if (session.counts.add(line)) {
                    line.counter.connectionWasOpen();
                    line.sessions.add(session);
                }
            }
        }
    }

    /** Which key gives a value of the path, such as {@code paths[2].rate in shaping.toml}. */
    String rule(Path path, String value) {
        return limits.key(value, path.source.name(), hosts(path.site.plan), path.site.key.domain())
                + " in shaping.toml";
    }

    /** Whether mail of the queue leaves through this path, or would if it stood in a lane of the site. */
    boolean serves(Path path, DomainQueue queue) {
        Lane lane = queue.lane;
        return path.serves(lane == null ? lanes().of(path.site, queue) : lane);
    }

    /** Asks for a look at whether mail of the site can move. */
    void askPump(Site site) {
        if (!site.pumpAsked) {
            site.pumpAsked = true;
            pumps.addLast(site);
        }
    }

    /** What shuts paths. */
    PathBlocks blocks() {
        return blocks;
    }

    /** Something that concerns paths of the site was shut or opened: its queues may belong in other lanes. */
    void realign(Site site) {
        site.realignAsked = true;
        askPump(site);
    }

    /** The same for all sites with mail. */
    void realignAll() {
        for (Site site : sites.values()) {
            if (!site.isWithoutMail()) {
                realign(site);
            }
        }
    }

    /** The next site to be looked at. */
    @Nullable
    Site nextPump() {
        Site site = pumps.pollFirst();
        if (site != null) {
            site.pumpAsked = false;
        }
        return site;
    }

    /** How many sites are to be looked at. */
    int pumps() {
        return pumps.size();
    }

    boolean hasPumps() {
        return !pumps.isEmpty();
    }

    Collection<Site> all() {
        return sites.values();
    }

    private PathLimitsConfig limits(Site site, LocalEndpoint source) {
        return limits.of(source.name(), hosts(site.plan), site.key.domain());
    }

    /** The group of sites that a plan's site belongs to for a domain; empty for none. */
    String provider(DeliveryPlan plan, String domain) {
        return limits.provider(hosts(plan), domain);
    }

    private static List<String> hosts(DeliveryPlan plan) {
        return plan.hosts().stream().map(RemoteHost::name).toList();
    }

    /** Forgets sites with nothing to remember, each time there are twice as many as were left the last time. */
    private void sweep() {
        if (sites.size() < sweepAt) {
            return;
        }
        long now = clock.nanoTime();
        sites.values().removeIf(site -> {
            boolean forgotten = site.isForgettable(now);
            if (forgotten) {
                site.paths.values().forEach(path -> LimitTable.drop(path.shared));
            }
            return forgotten;
        });
        sweepAt = Math.max(MIN_SWEEP, sites.size() * 2);
    }
}
