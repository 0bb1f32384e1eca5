package com.penguinmails.mta.node;

import com.penguinmails.dns.CacheSettings;
import com.penguinmails.dns.CachingResolver;
import com.penguinmails.dns.MailDomainResolver;
import com.penguinmails.dns.QuerySettings;
import com.penguinmails.dns.ResolverSettings;
import com.penguinmails.mta.admin.NodeMetrics;
import com.penguinmails.mta.compose.MailComposer;
import com.penguinmails.mta.compose.SigningKeys;
import com.penguinmails.mta.config.DnsConfig;
import com.penguinmails.mta.config.Endpoint;
import com.penguinmails.mta.config.NodeConfig;
import com.penguinmails.mta.connect.DnsAddressLookup;
import com.penguinmails.mta.connect.NettyConnector;
import com.penguinmails.mta.connect.NettyTransport;
import com.penguinmails.mta.connect.OutboundTls;
import com.penguinmails.mta.deliver.SessionTools;
import com.penguinmails.mta.outcome.BounceClassifier;
import com.penguinmails.mta.outcome.OutcomePolicy;
import com.penguinmails.mta.resolve.MailRouter;
import com.penguinmails.mta.resolve.RouteTable;
import com.penguinmails.mta.schedule.QueueAgent;
import com.penguinmails.mta.schedule.QueueProxy;
import com.penguinmails.mta.schedule.QueueThread;
import com.penguinmails.mta.spool.QueueOutcomes;
import com.penguinmails.mta.spool.Spool;
import com.penguinmails.mta.time.Clock;
import com.penguinmails.mta.time.Randomness;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** What sends: resolver, connections, composer and queue. Nothing moves before {@link #start}. */
final class NodeDelivery implements AutoCloseable {
    private static final int EDNS_PAYLOAD = 1232;
    private static final Duration SHORTEST_TTL = Duration.ofSeconds(5);
    private static final Duration FAILURE_TTL = Duration.ofSeconds(3);

    private final CachingResolver resolver;
    private final NettyConnector connector;
    private final MailComposer composer;
    private final QueueAgent agent;
    private final QueueThread thread;

    private NodeDelivery(CachingResolver resolver, NettyConnector connector, MailComposer composer, QueueAgent agent,
            Clock clock) {
        this.resolver = resolver;
        this.connector = connector;
        this.composer = composer;
        this.agent = agent;
        this.thread = new QueueThread(agent, clock);
    }

    static NodeDelivery assemble(NodeFoundation foundation, NodeSettings settings, Spool spool, SigningKeys keys)
            throws IOException {
        NodeConfig config = settings.config();
        Clock clock = foundation.clock();
        CachingResolver resolver = CachingResolver.start(resolverSettings(config.dns()), clock, clock::nanoTime,
                Randomness.secure());
        var transport = new NettyTransport(foundation.loops(), NioSocketChannel::new);
        var tools = new SessionTools(new OutcomePolicy(new BounceClassifier()), clock, OutboundTls.opportunistic(),
                foundation.counters());
        var connector = new NettyConnector(transport, new DnsAddressLookup(resolver), config.delivery(), tools);
        var composer = new MailComposer(spool, keys,
                new MailComposer.Settings(settings.nodeName(), config.delivery().threads()), clock,
                foundation.counters());
        var domains = new MailDomainResolver(resolver, Randomness.secure());
        var router = new MailRouter(new RouteTable(config.routes()), domains, config.delivery().port());
        var agent = new QueueAgent(new QueueAgent.Neighbours(new QueueOutcomes(spool), composer, connector, router),
                settings.queueSettings(), clock,
                jitter(config.queue().seed()));
        return new NodeDelivery(resolver, connector, composer, agent, clock);
    }

    static ResolverSettings resolverSettings(DnsConfig config) {
        var servers = config.servers().stream().map(Endpoint::toSocketAddress).toList();
        return new ResolverSettings(
                new QuerySettings(servers, config.timeout(), config.tries(), EDNS_PAYLOAD, config.maxInFlight()),
                new CacheSettings(config.cacheEntries(), SHORTEST_TTL, config.maxTtl(), config.maxNegativeTtl(),
                        FAILURE_TTL));
    }

    private static RandomGenerator jitter(long seed) {
        return Randomness.seeded(seed == 0 ? Randomness.secure().nextLong() : seed);
    }

    QueueAgent agent() {
        return agent;
    }

    MailComposer composer() {
        return composer;
    }

    QueueProxy queue() {
        return agent.proxy();
    }

    void bind(NodeMetrics metrics) {
        metrics.gauge("penguin_outbound_connections", "Open connections to receivers.", connector::connections);
        metrics.gauge("penguin_queue_bytes", "Memory of the queue outside the heap.", agent::bytes);
        metrics.gauge("penguin_dns_queries", "Questions sent to name servers since the start.",
                () -> resolver.statistics().queries());
    }

    /** Lets mail move. */
    void start() {
        thread.start();
    }

    /** Gives out nothing more, lets open transactions end, and stops. */
    @Override
    public void close() {
        thread.close();
        connector.close();
        composer.close();
        resolver.close();
    }
}
