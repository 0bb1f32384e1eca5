package com.penguinmails.mta.schedule;

import com.penguinmails.mta.config.Sticky;
import com.penguinmails.mta.shape.SourcePool;
import com.penguinmails.mta.shape.SourcePools;
import com.penguinmails.mta.time.Clock;
import java.util.List;

/**
 * Which lane of its site a queue's mail stands in: that of its pool, or where something of it keeps to one source, that source's.
 * While the source that a key prefers is shut, the next in the key's own order stands in for it. For one thread.
 */
final class LaneChoice {
    private final PathBlocks blocks;
    private final Clock clock;
    private SourcePools pools;

    LaneChoice(SourcePools pools, PathBlocks blocks, Clock clock) {
        this.pools = pools;
        this.blocks = blocks;
        this.clock = clock;
    }

    /** Chooses from other pools from now on. */
    void change(SourcePools newPools) {
        pools = newPools;
    }

    Lane of(Site site, DomainQueue queue) {
        QueueKey key = queue.key;
        SourcePool pool = pools.of(new SourcePools.Mail(key.tenant(), key.campaign(), key.senderDomain(), key.domain(),
                site.provider, key.priority()));
        List<String> sources = pool.names();
        if (pool.sticky() != Sticky.NONE && sources.size() > 1) {
            sources = List.of(favourite(site, pool.preferences(stickyKey(pool.sticky(), key))));
        }
        return site.lane(pool, sources);
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
