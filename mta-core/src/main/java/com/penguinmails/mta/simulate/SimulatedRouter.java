package com.penguinmails.mta.simulate;

import com.penguinmails.dns.DomainName;
import com.penguinmails.dns.SiteName;
import com.penguinmails.mta.connect.RemoteHost;
import com.penguinmails.mta.resolve.DeliveryPlan;
import com.penguinmails.mta.resolve.Resolution;
import com.penguinmails.mta.resolve.Router;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/** Knows where the audience's domains have their mail, without asking anybody. For one thread. */
final class SimulatedRouter implements Router {
    private static final int PORT = 25;

    private final Map<String, DeliveryPlan> plans = new HashMap<>();

    SimulatedRouter(List<AudienceDomain> audience) {
        audience.forEach(to -> plans.put(to.domain(), plan(to.hosts())));
    }

    private static DeliveryPlan plan(List<String> hosts) {
        List<RemoteHost> remote = IntStream.range(0, hosts.size())
                .mapToObj(i -> new RemoteHost(hosts.get(i), PORT, i)).toList();
        List<DomainName> names = hosts.stream().map(DomainName::parse).flatMap(Optional::stream).toList();
        return new DeliveryPlan(names.isEmpty() ? hosts.getFirst() : SiteName.of(names).text(), remote);
    }

    /** The site of a domain of the audience. */
    String site(String domain) {
        DeliveryPlan plan = plans.get(domain);
        if (plan == null) {
            throw new IllegalArgumentException("not of the audience: " + domain);
        }
        return plan.site();
    }

    @Override
    public CompletionStage<Resolution> route(String domain) {
        DeliveryPlan plan = plans.get(domain);
        return CompletableFuture.completedStage(
                plan == null ? new Resolution.NoSuchDomain() : new Resolution.Routed(plan, Long.MAX_VALUE));
    }
}
