package com.penguinmails.dns;

import java.util.concurrent.atomic.LongAdder;

/** The counters behind {@link ResolverStatistics}, which says what each counts. Thread-safe. */
final class Counters {
    final LongAdder lookUps = new LongAdder();
    final LongAdder hits = new LongAdder();
    final LongAdder joined = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder queries = new LongAdder();
    final LongAdder tcpQueries = new LongAdder();
    final LongAdder unanswered = new LongAdder();
    final LongAdder malformedReplies = new LongAdder();
    final LongAdder strayPackets = new LongAdder();
    final LongAdder failures = new LongAdder();

    ResolverStatistics snapshot(LookupTable table) {
        return new ResolverStatistics(lookUps.sum(), hits.sum(), joined.sum(), refused.sum(), queries.sum(),
                tcpQueries.sum(), unanswered.sum(), malformedReplies.sum(), strayPackets.sum(), failures.sum(),
                table.cacheEntries(), table.inFlight());
    }
}
