package com.penguinmails.mta.schedule;

import com.penguinmails.mta.config.Sticky;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.shape.PoolOverride;
import com.penguinmails.mta.shape.SourcePool;
import com.penguinmails.mta.shape.SourcePools;
import com.penguinmails.mta.shape.Suspension;
import com.penguinmails.mta.shape.Suspensions;
import com.penguinmails.mta.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which lane of its site a queue's mail stands in: that of its pool; where some of the pool's sources are suspended for it, that of
 * the others; where something of it keeps to one source, that source's. While the source that a key prefers is shut, the next in
 * the key's own order stands in for it. For one thread.
 */
final class LaneChoice {
    private final StandingOrders orders;
    private final PathBlocks blocks;
    private final Clock clock;
    private SourcePools pools;

    LaneChoice(SourcePools pools, StandingOrders orders, PathBlocks blocks, Clock clock) {
        this.pools = pools;
        this.orders = orders;
        this.blocks = blocks;
        this.clock = clock;
    }

    /** Chooses from other pools from now on. */
    void change(SourcePools newPools) {
        pools = newPools;
    }

    SourcePools pools() {
        return pools;
    }

    /** What holds the queue's mail wherever it goes, or null. */
    @Nullable
    Suspension suspension(DomainQueue queue) {
        return orders.isEmpty() ? null : orders.suspensions().of(queue.key.mail());
    }

    /** What holds the queue's mail where it goes, or from all sources of its pool, or null. */
    @Nullable
    Suspension suspension(DomainQueue queue, Site site) {
        if (orders.isEmpty()) {
            return null;
        }
        Suspensions suspensions = orders.suspensions();
        Suspension there = suspensions.of(queue.key.mail(), site.key.name(), site.provider);
        if (there != null || !suspensions.areOfMailFromSource()) {
            return there;
        }
        return ofAllSources(queue, site);
    }

    /** When a suspension ends, in monotonic nanoseconds; {@link Long#MAX_VALUE} if only by being taken back. */
    long endNanos(Suspension suspension) {
        return orders.endNanos(suspension);
    }

    /** The class that the queue's mail is of now; {@code site} is null while that is not known. */
    PriorityClass priority(DomainQueue queue, @Nullable Site site) {
        if (orders.isEmpty()) {
            return queue.key.priority();
        }
        PriorityClass ordered = site == null
                ? orders.overrides().priority(queue.key.mail())
                : orders.overrides().priority(queue.key.mail(), site.key.name(), site.provider,
                        () -> pool(site, queue.key));
        return Objects.requireNonNullElse(ordered, queue.key.priority());
    }

    Lane of(Site site, DomainQueue queue) {
        SourcePool pool = pool(site, queue.key);
        List<String> sources = pool.names();
        if (orders.suspensions().areOfMailFromSource()) {
            sources = sources.stream().filter(source -> suspension(queue, site, source) == null).toList();
        }
        if (pool.sticky() != Sticky.NONE && sources.size() > 1) {
            List<String> inOrder = new ArrayList<>(pool.preferences(stickyKey(pool.sticky(), queue.key)));
            inOrder.retainAll(sources);
            sources = List.of(favourite(site, inOrder));
        }
        return site.lane(pool, sources);
    }

    /** The pool that mail of a queue leaves through to a site. */
    SourcePool pool(Site site, QueueKey key) {
        SourcePool byRules = poolByRules(site, key);
        if (orders.isEmpty()) {
            return byRules;
        }
        PoolOverride override = orders.overrides().pool(key.mail(), site.key.name(), site.provider, byRules);
        return override == null ? byRules : Objects.requireNonNullElse(pools.get(override.pool()), byRules);
    }

    /** The one that it leaves through where nothing else is ordered. */
    SourcePool poolByRules(Site site, QueueKey key) {
        return pools.of(new SourcePools.Mail(key.tenant(), key.campaign(), key.senderDomain(), key.domain(),
                site.provider, key.priority()));
    }

    /** The first to end of those that together leave the mail no source, or null where they leave one. */
    private @Nullable Suspension ofAllSources(DomainQueue queue, Site site) {
        Suspension first = null;
        for (String source : pool(site, queue.key).names()) {
            Suspension suspension = suspension(queue, site, source);
            if (suspension == null) {
                return null;
            }
            first = first == null || suspension.untilMillis() < first.untilMillis() ? suspension : first;
        }
        return first;
    }

    private @Nullable Suspension suspension(DomainQueue queue, Site site, String source) {
        return orders.suspensions().of(queue.key.mail(), site.key.name(), site.provider, source);
    }

    /** The first in order that is open; the first of all when none is. Where a better one is shut, the site looks again later. */
    private String favourite(Site site, List<String> inOrder) {
        long now = clock.nanoTime();
        long again = Long.MAX_VALUE;
        for (String source : inOrder) {
            long until = blocks.untilNanos(site, source, now);
            if (until <= now) {
                site.realignNanos = Math.min(site.realignNanos, again);
                return source;
            }
            blocks.await(site, source);
            again = Math.min(again, until);
        }
        site.realignNanos = Math.min(site.realignNanos, again);
        return inOrder.getFirst();
    }

    private static String stickyKey(Sticky sticky, QueueKey key) {
        return switch (sticky) {
            case NONE -> "";
            case TENANT -> key.tenant();
            case CAMPAIGN -> key.tenant() + '\0' + key.campaign();
            case DOMAIN -> key.domain();
        };
    }
}
