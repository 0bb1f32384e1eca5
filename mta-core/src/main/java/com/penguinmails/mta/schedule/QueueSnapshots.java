package com.penguinmails.mta.schedule;

import com.penguinmails.mta.schedule.MailQueue.PathSummary;
import com.penguinmails.mta.schedule.MailQueue.QueueSummary;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Says in short where mail is and what it waits for: of each queue and path the first blocker. Changes nothing. For one thread. */
final class QueueSnapshots {
    private final QueueTable queues;
    private final SiteTable sites;
    private final Explainer explainer;
    private final PathBlockers pathBlockers;

    QueueSnapshots(QueueTable queues, SiteTable sites, Explainer explainer, PathBlockers pathBlockers) {
        this.queues = queues;
        this.sites = sites;
        this.explainer = explainer;
        this.pathBlockers = pathBlockers;
    }

    List<QueueSummary> queues(int limit) {
        return queues.all().stream().sorted(Comparator.comparingInt(DomainQueue::size).reversed()).limit(limit)
                .map(this::summary).toList();
    }

    List<PathSummary> paths(int limit) {
        return sites.all().stream().sorted(Comparator.comparingInt((Site site) -> site.ready).reversed())
                .flatMap(site -> site.paths.values().stream()).limit(limit).map(this::summary).toList();
    }

    /** One path, if it is in use. */
    Optional<PathSummary> path(String site, String source) {
        return find(site, source).map(this::summary);
    }

    /** What closes a path for all mail, in order. */
    List<Blocker> blockers(String site, String source) {
        return find(site, source).map(pathBlockers::withSite).orElse(List.of());
    }

    private Optional<Path> find(String site, String source) {
        return sites.all().stream().filter(one -> one.key.name().equals(site)).map(one -> one.paths.get(source))
                .filter(Objects::nonNull).findFirst();
    }

    private QueueSummary summary(DomainQueue queue) {
        String site = queue.route.plan == null ? "" : queue.route.plan.site();
        String state = "ready";
        String reason = "";
        long release = 0;
        if (queue.ready > 0) {
            List<Blocker> blockers = explainer.blockers(queue);
            Blocker first = blockers.getFirst();
            state = first.kind().state();
            reason = first.kind().isTransit() ? "" : first.reason();
            release = Releases.of(blockers);
        } else if (queue.waiting > 0) {
            state = queue.lastDiagnostic.isEmpty() ? "scheduled" : "deferred";
            reason = queue.lastDiagnostic;
        }
        return new QueueSummary(queue.key.tenant(), queue.key.campaign(), queue.key.domain(), site, queue.size(),
                queue.inFlight, state, reason, queue.sinceMillis, release, queue.lastDiagnostic);
    }

    private PathSummary summary(Path path) {
        Site site = path.site;
        int inFlight = path.sessions.stream().flatMap(session -> session.open.values().stream())
                .mapToInt(transaction -> transaction.slots.size()).sum();
        List<Blocker> blockers = pathBlockers.withSite(path);
        return new PathSummary(path.source.name(), site.key.name(), site.ready, path.gate.connections(),
                path.gate.limits().connections(), inFlight, blockers.isEmpty() ? "" : blockers.getFirst().reason(),
                Releases.of(blockers));
    }
}
