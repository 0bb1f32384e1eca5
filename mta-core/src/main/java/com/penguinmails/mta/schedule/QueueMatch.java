package com.penguinmails.mta.schedule;

import com.penguinmails.mta.message.MailSelector;
import com.penguinmails.mta.shape.SourcePool;
import org.jspecify.annotations.Nullable;

/**
 * Which queues a selector picks out. Site and provider are those of the last answer of DNS; a source is one that the mail may leave
 * from, which is one of its pool. For one thread.
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

    Verdict of(MailSelector selector, DomainQueue queue) {
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
        return there && mayLeaveFrom(selector.source(), queue, site) ? Verdict.YES : Verdict.NO;
    }

    /** Where the queue's mail goes, or null while that is not known. */
    @Nullable
    Site site(DomainQueue queue) {
        return sites.made(queue);
    }

    private boolean mayLeaveFrom(@Nullable String source, DomainQueue queue, Site site) {
        if (source == null) {
            return true;
        }
        SourcePool pool = sites.lanes().pool(site, queue.key);
        return pool.names().contains(source);
    }
}
