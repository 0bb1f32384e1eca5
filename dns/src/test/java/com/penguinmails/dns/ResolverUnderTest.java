package com.penguinmails.dns;

import com.penguinmails.testkit.dns.ZoneServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/** A resolver on servers of a test, with a clock that stands still until the test moves it. */
final class ResolverUnderTest implements AutoCloseable {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final CacheSettings CACHE = new CacheSettings(1000, Duration.ZERO, Duration.ofDays(1), Duration.ofHours(1),
            Duration.ofSeconds(3));

    final CachingResolver resolver;
    private final AtomicReference<Instant> now = new AtomicReference<>(START);

    private ResolverUnderTest(ResolverSettings settings, LongSupplier nanoTime) {
        try {
            resolver = CachingResolver.start(settings, now::get, nanoTime, new SecureRandom());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks the servers with ample time for each try. */
    static ResolverUnderTest on(ZoneServer... servers) {
        return with(UnaryOperator.identity(), addresses(servers));
    }

    static ResolverUnderTest with(UnaryOperator<ResolverSettings> change, List<InetSocketAddress> servers) {
        return with(change, servers, System::nanoTime);
    }

    static ResolverUnderTest with(UnaryOperator<ResolverSettings> change, List<InetSocketAddress> servers,
            LongSupplier nanoTime) {
        QuerySettings query = new QuerySettings(servers, Duration.ofSeconds(20), 2, 1232, 5000);
        return new ResolverUnderTest(change.apply(new ResolverSettings(query, CACHE)), nanoTime);
    }

    static List<InetSocketAddress> addresses(ZoneServer... servers) {
        return List.of(servers).stream().map(ZoneServer::address).toList();
    }

    /** For servers that do not answer: one short try. */
    static ResolverSettings hasty(ResolverSettings settings) {
        QuerySettings query = settings.query();
        return new ResolverSettings(new QuerySettings(query.servers(), Duration.ofMillis(100), 1, 1232, 5000),
                settings.cache());
    }

    void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    DnsAnswer<MailExchanger> mx(String domain) {
        return await(resolver.mailExchangers(DomainName.of(domain)));
    }

    DnsAnswer<String> ipv4(String host) {
        return switch (await(resolver.addresses(DomainName.of(host), AddressFamily.IPV4))) {
            case DnsAnswer.Found<InetAddress> found -> new DnsAnswer.Found<>(
                    found.records().stream().map(InetAddress::getHostAddress).toList(), found.expiry(),
                    found.authenticated());
            case DnsAnswer.NoData<?>(Instant expiry) -> new DnsAnswer.NoData<>(expiry);
            case DnsAnswer.NoSuchDomain<?>(Instant expiry) -> new DnsAnswer.NoSuchDomain<>(expiry);
            case DnsAnswer.TemporaryFailure<?>(String reason) -> new DnsAnswer.TemporaryFailure<>(reason);
        };
    }

    static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("a look-up did not complete normally", e);
        }
    }

    @Override
    public void close() {
        resolver.close();
    }
}
