package com.penguinmails.testkit.dns;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import org.xbill.DNS.Name;

/** How often each question reached a {@link ZoneServer}, answered or not; UDP and TCP count alike. Thread-safe. */
public final class QueryCounts {
    private final ConcurrentMap<Question, LongAdder> counts = new ConcurrentHashMap<>();
    private final LongAdder tcp = new LongAdder();

    QueryCounts() {}

    /** Queries for one name and type, such as {@code count("example.test", "MX")}. */
    public long count(String name, String type) {
        LongAdder adder = counts.get(new Question(DnsNames.name(name), DnsNames.type(type)));
        return adder == null ? 0 : adder.sum();
    }

    /** All queries. */
    public long total() {
        return counts.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** The queries of {@link #total} that came over TCP. */
    public long overTcp() {
        return tcp.sum();
    }

    /** Begins again at zero. */
    public void reset() {
        counts.clear();
        tcp.reset();
    }

    void add(Name name, int type, boolean overTcp) {
        counts.computeIfAbsent(new Question(name, type), _ -> new LongAdder()).increment();
        if (overTcp) {
            tcp.increment();
        }
    }

    /** dnsjava's names compare without regard to case, as the DNS does. */
    private record Question(Name name, int type) {}
}
