package com.penguinmails.mta.schedule;

import com.penguinmails.mta.shape.SourcePool;
import java.util.List;

/**
 * The line of a site's queues that the same egress sources may serve. A site has one for each pool that its mail leaves from, and
 * one more for each smaller set of that pool's sources which some of its mail is held to. For one thread.
 */
final class Lane {
    /**
     * Names a lane of a site.
     *
     * @param pool the pool's name
     * @param sources the names of those sources of the pool that may serve it, in the pool's order
     */
    record Key(String pool, List<String> sources) {
        Key {
            sources = List.copyOf(sources);
        }
    }

    final Site site;
    final Key key;
    final SourcePool pool;
    final Line line;
    /** Whether nobody serves it any more: its queues are about to go to other lanes. */
    boolean closed;
    /** Ready recipients of all queues in the line. */
    int ready;

    Lane(Site site, Key key, SourcePool pool) {
        this.site = site;
        this.key = key;
        this.pool = pool;
        this.line = new Line(site.weights,
                (priority, tenant, source) -> site.tenantCame(this, priority, tenant, source));
    }

    boolean isServedBy(String source) {
        return key.sources().contains(source);
    }

    boolean isEmpty() {
        return line.size() == 0;
    }

    /** Whether mail stands here because of what is shut now: it may belong elsewhere later. */
    boolean isNarrowed() {
        return key.sources().size() < pool.names().size();
    }

    void add(DomainQueue queue) {
        queue.lane = this;
        count(queue.ready);
        line.add(queue);
    }

    void remove(DomainQueue queue) {
        line.remove(queue);
        count(-queue.ready);
        queue.lane = null;
    }

    /** Recipients of a queue in the line became ready, or are no more. */
    void count(int change) {
        ready += change;
        site.ready += change;
    }
}
