package com.penguinmails.mta.schedule;

import com.penguinmails.mta.message.MailSelector;
import com.penguinmails.mta.shape.SourcePool;
import org.jspecify.annotations.Nullable;

/**
 * Which queues a selector picks out. Site and provider are those of the last answer of DNS; a source is one that the mail may leave
 * from, which is one of its pool; for what is rerouted, of its pool by the rules. For one thread.
 */
final class QueueMatch {
    /** Whether a queue is meant. */
    enum Verdict {
        YES,
        NO,
        /** It goes by where the mail goes, which is not known. */
        UNDECIDED
    }

    private final SiteTable sites;

    QueueMatch(SiteTable sites) {
        this.sites = sites;
    }

    /** What a command means. */
    Verdict of(CommandKind kind, MailSelector selector, DomainQueue queue) {
        if (!queue.key.isPickedBy(selector)) {
            return Verdict.NO;
        }
        if (!selector.needsSite() && !selector.needsSource()) {
            return Verdict.YES;
        }
        Site site = site(queue);
        if (site == null) {
            return Verdict.UNDECIDED;
        }
        boolean there = selector.matchesSite(site.key.name(), site.provider);
        return there && isOfPool(kind, selector, queue, site) ? Verdict.YES : Verdict.NO;
    }

    /** Where the queue's mail goes, or null while that is not known. */
    @Nullable
    Site site(DomainQueue queue) {
        return sites.made(queue);
    }

    private boolean isOfPool(CommandKind kind, MailSelector selector, DomainQueue queue, Site site) {
        LaneChoice lanes = sites.lanes();
        SourcePool pool = kind == CommandKind.REROUTE
                ? lanes.poolByRules(site, queue.key)
                : lanes.pool(site, queue.key);
        return pool.isMeantBy(selector);
    }
}
