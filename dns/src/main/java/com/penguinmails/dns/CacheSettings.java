package com.penguinmails.dns;

import java.time.Duration;

/**
 * How long and how many answers are kept.
 *
 * @param maxEntries          how many answers, 0 to 10 million; over it the least recently used goes
 * @param minTtl              the shortest that an answer with a smaller TTL is kept, 0 to 1 hour
 * @param maxTtl              the longest that records are kept, up to 7 days
 * @param maxNegativeTtl      the longest that «no data» and «no such domain» are kept, up to 1 day (RFC 2308, section 5)
 * @param temporaryFailureTtl how long a failed look-up is not tried again, 0 to 5 minutes (RFC 2308, section 7); cut
 *                            short when a server that was silent answers again
 */
public record CacheSettings(int maxEntries, Duration minTtl, Duration maxTtl, Duration maxNegativeTtl,
        Duration temporaryFailureTtl) {

    public CacheSettings {
        Limits.check("dns cache entries", maxEntries, 0, 10_000_000);
        Limits.check("dns smallest TTL", minTtl, Duration.ZERO, Duration.ofHours(1));
        Limits.check("dns largest TTL", maxTtl, minTtl, Duration.ofDays(7));
        Limits.check("dns largest negative TTL", maxNegativeTtl, minTtl, Duration.ofDays(1));
        Limits.check("dns temporary failure TTL", temporaryFailureTtl, Duration.ZERO, Duration.ofMinutes(5));
    }

    /** 50,000 answers; TTLs of 5 s to 1 day, negative ones to 1 hour; failures for 3 s. */
    public static CacheSettings defaults() {
        return new CacheSettings(50_000, Duration.ofSeconds(5), Duration.ofDays(1), Duration.ofHours(1),
                Duration.ofSeconds(3));
    }
}
