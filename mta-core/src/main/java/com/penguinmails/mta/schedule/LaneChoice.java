package com.penguinmails.mta.schedule;

import com.penguinmails.mta.shape.SourcePool;
import com.penguinmails.mta.shape.SourcePools;

/** Which lane of its site a queue's mail stands in: that of its pool. For one thread. */
final class LaneChoice {
    private SourcePools pools;

    LaneChoice(SourcePools pools) {
        this.pools = pools;
    }

    /** Chooses from other pools from now on. */
    void change(SourcePools newPools) {
        pools = newPools;
    }

    Lane of(Site site, DomainQueue queue) {
        QueueKey key = queue.key;
        SourcePool pool = pools
                .of(new SourcePools.Mail(key.tenant(), key.campaign(), "", key.domain(), "", key.priority()));
        return site.lane(pool, pool.names());
    }
}
