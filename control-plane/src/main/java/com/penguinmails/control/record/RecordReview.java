package com.penguinmails.control.record;

import com.penguinmails.dns.CacheSettings;
import com.penguinmails.dns.CachingResolver;
import com.penguinmails.dns.DomainName;
import com.penguinmails.dns.QuerySettings;
import com.penguinmails.dns.ResolverSettings;
import com.penguinmails.mta.time.Clock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;

/**
 * Looks at the records of a domain from several sides at once: its authoritative servers, and each resolver. Nothing is remembered
 * between two looks, so a record that was mended is seen. Thread-safe; closing it ends the look-ups that run.
 */
public final class RecordReview implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final int TRIES = 2;
    private static final int PORT = 53;

    private final Clock clock;
    private final RandomGenerator random;
    private final List<InetSocketAddress> authoritative;
    private final Deque<CachingResolver> resolvers = new ArrayDeque<>();
    private final List<DnsView> views = new ArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** Time, and randomness that cannot be guessed. */
    public record Surroundings(Clock clock, RandomGenerator random) {}

    private RecordReview(Surroundings surroundings, List<InetSocketAddress> authoritative) {
        this.clock = surroundings.clock();
        this.random = surroundings.random();
        this.authoritative = List.copyOf(authoritative);
    }

    /**
     * @param resolvers recursive servers, each of which is a view of its own; empty: those of the operating system as one
     * @param authoritative servers to ask in place of those that NS records name; empty: the latter
     * @throws IOException if the operating system gives no selector
     */
    public static RecordReview open(List<InetSocketAddress> resolvers, List<InetSocketAddress> authoritative,
            Surroundings surroundings) throws IOException {
        var review = new RecordReview(surroundings, authoritative);
        try {
            if (resolvers.isEmpty()) {
                review.views.add(new DnsView("system", review.start(List.of())));
            }
            for (InetSocketAddress server : resolvers) {
                review.views.add(new DnsView(shown(server), review.start(List.of(server))));
            }
            return review;
        } catch (IOException | RuntimeException e) {
            review.close();
            throw e;
        }
    }

    private static String shown(InetSocketAddress server) {
        String host = server.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + server.getPort();
    }

    private CachingResolver start(List<InetSocketAddress> servers) throws IOException {
        CachingResolver resolver = resolver(servers);
        resolvers.push(resolver);
        return resolver;
    }

    private CachingResolver resolver(List<InetSocketAddress> servers) throws IOException {
        var query = new QuerySettings(servers, TIMEOUT, TRIES, 1232, 1000);
        var cache = new CacheSettings(0, Duration.ZERO, Duration.ofDays(1), Duration.ofHours(1), Duration.ZERO);
        return CachingResolver.start(new ResolverSettings(query, cache), clock, clock::nanoTime, random);
    }

    /** The first recursive server's view, which receivers' are like. */
    public DnsView recursive() {
        return views.getFirst();
    }

    /** What is found of each record, in the same order. */
    public List<RecordReport> look(DomainName domain, List<ExpectedRecord> expected) throws IOException {
        List<InetSocketAddress> servers = authoritative.isEmpty()
                ? new AuthoritativeServers(recursive().resolver(), PORT, AuthoritativeServers::isPublic).find(domain)
                : authoritative;
        if (servers.isEmpty()) {
            return reports(expected, views);
        }
        try (CachingResolver own = resolver(servers)) {
            List<DnsView> all = new ArrayList<>();
            all.add(new DnsView(DnsView.AUTHORITATIVE, own));
            all.addAll(views);
            return reports(expected, all);
        }
    }

    private List<RecordReport> reports(List<ExpectedRecord> expected, List<DnsView> all) {
        List<List<Future<Finding>>> asked = expected.stream().map(record -> all.stream()
                .map(view -> threads.submit(() -> new RecordChecker(view.resolver()).check(record))).toList()).toList();
        List<RecordReport> reports = new ArrayList<>();
        for (int i = 0; i < expected.size(); i++) {
            reports.add(report(expected.get(i), all, asked.get(i).stream().map(RecordReview::finding).toList()));
        }
        return reports;
    }

    private static Finding finding(Future<Finding> asked) {
        try {
            return asked.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Finding.unknown("the look-up was interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException("a look-up did not end in order", e);
        }
    }

    private static RecordReport report(ExpectedRecord expected, List<DnsView> views, List<Finding> findings) {
        List<RecordReport.Seen> seen = new ArrayList<>();
        for (int i = 0; i < views.size(); i++) {
            seen.add(new RecordReport.Seen(views.get(i).name(), findings.get(i).status()));
        }
        Finding word = findings.stream().filter(finding -> finding.status() != RecordStatus.UNKNOWN).findFirst()
                .orElse(findings.getFirst());
        boolean stale = word.status() == RecordStatus.OK && seen.stream().anyMatch(
                one -> one.status() == RecordStatus.MISSING || one.status() == RecordStatus.WRONG);
        return new RecordReport(expected, stale
                ? new Finding(RecordStatus.OK, word.found(),
                        "it is published, but not every resolver sees it yet: wait until what they remember has expired")
                : word, seen);
    }

    @Override
    public void close() {
        resolvers.forEach(CachingResolver::close);
        var _ = threads.shutdownNow();
    }
}
