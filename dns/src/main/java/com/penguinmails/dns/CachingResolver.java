package com.penguinmails.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.xbill.DNS.ResolverConfig;

/**
 * Asks recursive servers and remembers what they say.
 *
 * <ul>
 * <li>UDP, then TCP if the reply is truncated; EDNS (RFC 6891); a fresh source port and identifier for each query.
 * <li>Several servers: a silent one is passed over until it answers a probe.
 * <li>Answers are kept for their TTL, negative ones as RFC 2308 says; both bounded in time and number.
 * <li>A question is in flight once, however many ask; the number in flight is bounded.
 * </ul>
 *
 * <p>Thread-safe. {@link #close} fails what is in flight; after it only what is cached is found.
 */
public final class CachingResolver implements DnsResolver, AutoCloseable {
    private final ResolverSettings settings;
    private final Counters counters = new Counters();
    private final LookupTable table;
    private final Transport transport;
    private final Upstreams upstreams;
    private final ReplyReader reader;

    private CachingResolver(ResolverSettings settings, InstantSource clock, LongSupplier nanoTime,
            RandomGenerator random) throws IOException {
        this.settings = settings;
        this.table = new LookupTable(clock, settings.cache().maxEntries(), settings.query().maxInFlight());
        this.transport = new Transport(settings.query(), nanoTime, random, counters);
        this.upstreams = new Upstreams(servers(settings.query()), transport, nanoTime, table::forgetFailures);
        this.reader = new ReplyReader(settings.cache(), clock);
    }

    /**
     * A resolver with its thread running.
     *
     * @param clock    tells the age of answers
     * @param nanoTime tells how long a reply has taken; must go on even if {@code clock} does not
     * @param random   draws query identifiers on one thread; its numbers must not be guessable (a {@code SecureRandom}),
     *                 or forged replies are
     * @throws IOException if the operating system gives no selector
     */
    public static CachingResolver start(ResolverSettings settings, InstantSource clock, LongSupplier nanoTime,
            RandomGenerator random) throws IOException {
        CachingResolver resolver = new CachingResolver(settings, clock, nanoTime, random);
        resolver.transport.start();
        return resolver;
    }

    @Override
    public CompletionStage<DnsAnswer<MailExchanger>> mailExchangers(DomainName domain) {
        return lookUp(new Question<>(domain, RecordType.MX));
    }

    @Override
    public CompletionStage<DnsAnswer<InetAddress>> addresses(DomainName host, AddressFamily family) {
        return lookUp(new Question<>(host, switch (family) {
            case IPV4 -> RecordType.A;
            case IPV6 -> RecordType.AAAA;
        }));
    }

    @Override
    public CompletionStage<DnsAnswer<String>> texts(DomainName name) {
        return lookUp(new Question<>(name, RecordType.TXT));
    }

    @Override
    public CompletionStage<DnsAnswer<TlsaRecord>> tlsaRecords(DomainName name) {
        return lookUp(new Question<>(name, RecordType.TLSA));
    }

    @Override
    public CompletionStage<DnsAnswer<DomainName>> pointers(DomainName name) {
        return lookUp(new Question<>(name, RecordType.PTR));
    }

    @Override
    public CompletionStage<DnsAnswer<DomainName>> aliases(DomainName name) {
        return lookUp(new Question<>(name, RecordType.CNAME));
    }

    @Override
    public CompletionStage<DnsAnswer<DomainName>> nameServers(DomainName zone) {
        return lookUp(new Question<>(zone, RecordType.NS));
    }

    /** What has been counted since the start. */
    public ResolverStatistics statistics() {
        return counters.snapshot(table);
    }

    @Override
    public void close() {
        transport.close();
    }

    private <T> CompletionStage<DnsAnswer<T>> lookUp(Question<T> question) {
        return follow(question, Aliases.none(question.name())).minimalCompletionStage();
    }

    private <T> CompletableFuture<DnsAnswer<T>> follow(Question<T> question, Aliases aliases) {
        return step(question).thenCompose(step -> switch (step) {
            case Step.Settled<T> end -> CompletableFuture.completedFuture(aliases.limit(end.answer()));
            case Step.Alias<T> alias when aliases.closesCircle(alias) -> failed(question + ": " + Aliases.CIRCLE);
            case Step.Alias<T> _ when aliases.areTooMany() -> failed(question + ": " + Aliases.TOO_MANY);
            case Step.Alias<T> alias -> follow(question.at(alias.target()), aliases.with(alias));
        });
    }

    private static <T> CompletableFuture<DnsAnswer<T>> failed(String reason) {
        return CompletableFuture.completedFuture(new DnsAnswer.TemporaryFailure<>(reason));
    }

    private <T> CompletableFuture<Step<T>> step(Question<T> question) {
        counters.lookUps.increment();
        return switch (table.claim(question)) {
            case LookupTable.Claim.Known<T>(Step<T> step) -> {
                counters.hits.increment();
                yield CompletableFuture.completedFuture(step);
            }
            case LookupTable.Claim.Joined<T>(CompletableFuture<Step<T>> future) -> {
                counters.joined.increment();
                yield future;
            }
            case LookupTable.Claim.Ask<T>(CompletableFuture<Step<T>> future) -> {
                ask(question, future);
                yield future;
            }
            case LookupTable.Claim.Refused<T>() -> {
                counters.refused.increment();
                yield CompletableFuture.completedFuture(tooMany(question));
            }
        };
    }

    private <T> Step<T> tooMany(Question<T> question) {
        return reader.failure(
                "too many DNS queries in flight (" + settings.query().maxInFlight() + ") to ask for " + question);
    }

    private <T> void ask(Question<T> question, CompletableFuture<Step<T>> future) {
        new UpstreamQuery<>(question, upstreams, reader, step -> {
            if (step instanceof Step.Settled<T>(DnsAnswer.TemporaryFailure<T> _, _)) {
                counters.failures.increment();
            }
            table.settle(question, step);
            future.complete(step);
        }).run(settings.query().tries());
    }

    private static List<InetSocketAddress> servers(QuerySettings settings) {
        return settings.servers().isEmpty() ? ResolverConfig.getCurrentConfig().servers() : settings.servers();
    }
}
