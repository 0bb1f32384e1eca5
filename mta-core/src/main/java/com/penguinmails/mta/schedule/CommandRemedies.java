package com.penguinmails.mta.schedule;

import com.penguinmails.mta.message.MailSelector;

/** Tries again now what was not to be tried before a pause is over. For one thread. */
final class CommandRemedies implements OperatorCommands.Remedies {
    private final QueueTable queues;
    private final SiteTable sites;
    private final DomainRoutes routes;
    private final SiteFailures failures;

    CommandRemedies(QueueTable queues, SiteTable sites, DomainRoutes routes, SiteFailures failures) {
        this.queues = queues;
        this.sites = sites;
        this.routes = routes;
        this.failures = failures;
    }

    @Override
    public void tryAgain(OperatorCommand command) {
        MailSelector selector = command.selector();
        for (DomainQueue queue : queues.all()) {
            if (queue.route.failures > 0 && queue.key.isPickedBy(selector)) {
                routes.hurry(queue.route);
            }
        }
        sites.all().stream().filter(site -> selector.matchesSite(site.key.name(), site.provider))
                .forEach(site -> failures.tryAgain(site, selector));
    }

    @Override
    public boolean hasPool(String name) {
        return sites.lanes().pools().get(name) != null;
    }
}
