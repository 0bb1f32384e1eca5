package com.penguinmails.testkit.smtp;

import java.net.InetAddress;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** The counters of a receiver. Thread-safe. */
final class Tally {
    private static final int CODES = 600;

    private final AtomicLong connections = new AtomicLong();
    private final AtomicInteger open = new AtomicInteger();
    private final ConcurrentMap<InetAddress, Integer> openBySource = new ConcurrentHashMap<>();
    private final AtomicLongArray replies = new AtomicLongArray(CODES);
    private final LongAdder tls = new LongAdder();
    private final LongAdder messages = new LongAdder();
    private final LongAdder recipients = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder bareCr = new LongAdder();
    private final LongAdder bareLf = new LongAdder();
    private final LongAdder pipeliningViolations = new LongAdder();

    /** The number of the new connection, from 1. */
    long opened(InetAddress source) {
        open.incrementAndGet();
        openBySource.merge(source, 1, Integer::sum);
        return connections.incrementAndGet();
    }

    void closed(InetAddress source) {
        open.decrementAndGet();
        openBySource.computeIfPresent(source, (_, n) -> n == 1 ? null : Integer.valueOf(n - 1));
    }

    int open() {
        return open.get();
    }

    int open(InetAddress source) {
        return openBySource.getOrDefault(source, 0);
    }

    void replied(int code) {
        replies.incrementAndGet(code);
    }

    void tlsEstablished() {
        tls.increment();
    }

    void pipeliningViolated() {
        pipeliningViolations.increment();
    }

    void accepted(int recipientCount, long size, int bareCrCount, int bareLfCount) {
        recipients.add(recipientCount);
        bytes.add(size);
        bareCr.add(bareCrCount);
        bareLf.add(bareLfCount);
        messages.increment();
    }

    ReceiverStats snapshot() {
        SortedMap<Integer, Long> byCode = new TreeMap<>();
        for (int code = 0; code < CODES; code++) {
            if (replies.get(code) > 0) {
                byCode.put(code, replies.get(code));
            }
        }
        return new ReceiverStats(connections.get(), open.get(), tls.sum(), messages.sum(), recipients.sum(),
                bytes.sum(), bareCr.sum(),
                bareLf.sum(), pipeliningViolations.sum(), Collections.unmodifiableSortedMap(byCode));
    }
}
