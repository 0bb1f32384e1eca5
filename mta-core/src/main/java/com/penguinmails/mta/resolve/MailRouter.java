package com.penguinmails.mta.resolve;

import com.penguinmails.dns.DomainName;
import com.penguinmails.dns.MailDomainResolver;
import com.penguinmails.dns.MailExchanger;
import com.penguinmails.dns.MailRoute;
import com.penguinmails.mta.connect.RemoteHost;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The route table first, then DNS: MX records, an implicit MX or a null MX (RFC 5321 §5.1, RFC 7505). An address literal (RFC
 * 5321 §4.1.3) is its own host. Thread-safe.
 */
public final class MailRouter implements Router {
    private final RouteTable routes;
    private final MailDomainResolver resolver;
    private final int port;

    /** @param port of mail exchangers */
    public MailRouter(RouteTable routes, MailDomainResolver resolver, int port) {
        this.routes = routes;
        this.resolver = resolver;
        this.port = port;
    }

    @Override
    public CompletionStage<Resolution> route(String domain) {
        Optional<DeliveryPlan> own = routes.find(domain);
        if (own.isPresent()) {
            return CompletableFuture.completedStage(new Resolution.Routed(own.get(), Long.MAX_VALUE));
        }
        if (domain.startsWith("[")) {
            return CompletableFuture.completedStage(literal(domain));
        }
        Optional<DomainName> name = DomainName.parse(domain);
        if (name.isEmpty()) {
            return CompletableFuture.completedStage(new Resolution.NoSuchDomain());
        }
        return resolver.route(name.get()).thenApply(this::resolution);
    }

    private Resolution resolution(MailRoute route) {
        return switch (route) {
            case MailRoute.ExplicitMx mx -> routed(mx.site().text(), hosts(mx.hosts()), mx.expiry());
            case MailRoute.ImplicitMx mx ->
                routed(mx.site().text(), List.of(new RemoteHost(mx.host().toString(), port, 0)), mx.expiry());
            case MailRoute.NullMx _ -> new Resolution.NullMx();
            case MailRoute.NoHost _ -> new Resolution.NoHost();
            case MailRoute.NoSuchDomain _ -> new Resolution.NoSuchDomain();
            case MailRoute.TemporaryFailure failure -> new Resolution.TemporaryFailure(failure.reason());
        };
    }

    private static Resolution routed(String site, List<RemoteHost> hosts, Instant expiry) {
        return new Resolution.Routed(new DeliveryPlan(site, hosts), expiry.toEpochMilli());
    }

    private List<RemoteHost> hosts(List<MailExchanger> exchangers) {
        return exchangers.stream()
                .map(exchanger -> new RemoteHost(exchanger.host().toString(), port, exchanger.preference())).toList();
    }

    private Resolution literal(String domain) {
        String text = domain.substring(1, domain.length() - (domain.endsWith("]") ? 1 : 0));
        String address = text.regionMatches(true, 0, "IPv6:", 0, 5) ? text.substring(5) : text;
        DeliveryPlan plan = new DeliveryPlan(domain, List.of(new RemoteHost(address, port, 0)));
        return new Resolution.Routed(plan, Long.MAX_VALUE);
    }
}
