package com.penguinmails.mta.schedule;

import com.penguinmails.mta.message.MailSelector;

/** Tries again now what was not to be tried before a pause is over. For one thread. */
final class CommandRemedies implements OperatorCommands.Remedies {
    private final QueueWalks walks;
    private final SiteTable sites;
    private final DomainRoutes routes;
    private final SiteFailures failures;

    CommandRemedies(QueueWalks walks, SiteTable sites, DomainRoutes routes, SiteFailures failures) {
        this.walks = walks;
        this.sites = sites;
        this.routes = routes;
        this.failures = failures;
    }

    @Override
    public void tryAgain(OperatorCommand command) {
        MailSelector selector = command.selector();
        walks.begin(queue -> {
            boolean failed = queue.route.failures > 0 && queue.key.isPickedBy(selector);
            if (failed) {
                routes.hurry(queue.route);
            }
            return failed;
        }, () -> {});
        sites.all().stream().filter(site -> selector.matchesSite(site.key.name(), site.provider))
                .forEach(site -> failures.tryAgain(site, selector));
    }

    @Override
    public boolean hasPool(String name) {
        return sites.lanes().pools().get(name) != null;
    }
}
