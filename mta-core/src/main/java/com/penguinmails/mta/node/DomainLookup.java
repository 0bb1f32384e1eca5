package com.penguinmails.mta.node;

import com.penguinmails.dns.CachingResolver;
import com.penguinmails.dns.MailDomainResolver;
import com.penguinmails.mta.config.NodeConfig;
import com.penguinmails.mta.resolve.MailRouter;
import com.penguinmails.mta.resolve.Resolution;
import com.penguinmails.mta.resolve.RouteTable;
import com.penguinmails.mta.time.Clock;
import com.penguinmails.mta.time.Randomness;
import java.io.IOException;

/** Asks once where mail for a domain goes, as a node of this configuration would. */
public final class DomainLookup {
    private DomainLookup() {}

    /**
     * Where it goes, or why that is not known. Waits for DNS.
     *
     * @throws IOException if no socket can be opened
     */
    public static Resolution of(NodeConfig config, String domain, Clock clock) throws IOException {
        try (CachingResolver resolver = CachingResolver.start(NodeDelivery.resolverSettings(config.dns()), clock,
                clock::nanoTime, Randomness.secure())) {
            var domains = new MailDomainResolver(resolver, Randomness.secure());
            var router = new MailRouter(new RouteTable(config.routes()), domains, config.delivery().port());
            return router.route(domain).toCompletableFuture().join();
        }
    }
}
