package com.penguinmails.mta.schedule;

import com.penguinmails.mta.message.MailSelector;
import com.penguinmails.mta.schedule.SlownessReport.Held;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says why some mail is slow: what holds it now, and the ceilings that its limits imply. Changes nothing. For one thread. */
final class Slowness {
    /** So many queues are looked at for what holds them; an answer must not hold up mail. */
    static final int MOST_QUEUES = 1_000;
    private static final int MOST_HELD = 20;

    private final QueueTable queues;
    private final Explainer explainer;
    private final Ceilings ceilings;
    private final PathBlockers paths;
    private final SiteTable sites;

    Slowness(QueueTable queues, SiteTable sites, Explainer explainer, Ceilings ceilings, PathBlockers paths) {
        this.queues = queues;
        this.sites = sites;
        this.explainer = explainer;
        this.ceilings = ceilings;
        this.paths = paths;
    }

    /** Of the mail that matches; a source narrows down what is told of paths, since no queued mail has one yet. */
    SlownessReport of(MailSelector selector) {
        List<DomainQueue> matching = queues.all().stream().filter(queue -> matches(selector, queue))
                .sorted(Comparator.comparingInt(DomainQueue::size).reversed()).toList();
        Set<Lane> lanes = new LinkedHashSet<>();
        for (DomainQueue queue : matching) {
            if (queue.lane != null) {
                lanes.add(queue.lane);
            }
        }
        double perSecond = matching.stream().map(sites::of).filter(site -> site != null).distinct()
                .mapToDouble(site -> paths.perSecond(site, selector.source())).sum();
        return new SlownessReport(selector.toString(), sum(matching, Count.ALL), sum(matching, Count.READY),
                sum(matching, Count.IN_FLIGHT), matching.size(), perSecond,
                matching.stream().mapToLong(queue -> queue.sinceMillis).min().orElse(0),
                ceilings.of(matching, lanes, selector.source()), held(matching, selector.source()));
    }

    private enum Count {
        ALL,
        READY,
        IN_FLIGHT
    }

    private static long sum(List<DomainQueue> matching, Count count) {
        return matching.stream().mapToLong(queue -> switch (count) {
            case ALL -> queue.size();
            case READY -> queue.ready;
            case IN_FLIGHT -> queue.inFlight;
        }).sum();
    }

    private boolean matches(MailSelector selector, DomainQueue queue) {
        QueueKey key = queue.key;
        if (!selector.matchesMail(key.tenant(), key.campaign(), key.senderDomain(), key.domain())) {
            return false;
        }
        Site site = selector.needsSite() ? sites.of(queue) : null;
        if (selector.needsSite() && (site == null || !selector.matchesSite(site.key.name(), site.provider))) {
            return false;
        }
        Lane lane = queue.lane;
        return selector.source() == null || lane == null || lane.isServedBy(selector.source());
    }

    private List<Held> held(List<DomainQueue> matching, @Nullable String source) {
        List<Held> held = new ArrayList<>();
        for (DomainQueue queue : matching.subList(0, Math.min(matching.size(), MOST_QUEUES))) {
            if (queue.ready > 0) {
                explainer.blockers(queue).stream()
                        .filter(blocker -> source == null || blocker.source().isEmpty()
                                || blocker.source().equals(source))
                        .findFirst().ifPresent(first -> add(held, first, queue.ready));
            }
            if (queue.waiting > 0) {
                add(held, waiting(queue), queue.waiting);
            }
        }
        held.sort(Comparator.comparingLong(Held::recipients).reversed());
        return held.subList(0, Math.min(held.size(), MOST_HELD));
    }

    private static Blocker waiting(DomainQueue queue) {
        return queue.lastDiagnostic.isEmpty()
                ? new Blocker(BlockerKind.SCHEDULED, "", "send_at of the submission", "its sender asked for later", 0,
                        0,
                        "each at its own time", "")
                : new Blocker(BlockerKind.RETRY, "", "queue.first_retry and queue.max_retry in node.toml",
                        queue.lastDiagnostic, 0, 0, "each at its own time", "");
    }

    /** Blockers of one kind and rule are one line; the reason, the first since and the next release are those of the first. */
    private static void add(List<Held> held, Blocker blocker, long recipients) {
        for (int i = 0; i < held.size(); i++) {
            Held one = held.get(i);
            Blocker known = one.blocker();
            if (known.kind() == blocker.kind() && known.source().equals(blocker.source())
                    && known.rule().equals(blocker.rule())
                    && (blocker.kind().isTransit() || known.reason().equals(blocker.reason()))) {
                held.set(i, new Held(known, one.recipients() + recipients, one.queues() + 1));
                return;
            }
        }
        held.add(new Held(blocker, recipients, 1));
    }
}
