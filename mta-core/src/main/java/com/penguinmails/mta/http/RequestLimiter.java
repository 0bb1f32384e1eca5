package com.penguinmails.mta.http;

import com.penguinmails.mta.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many requests a second each key may make: a token bucket that holds one second's worth. This is about requests; what may be
 * sent when is decided later and never by refusing. Thread-safe; only valid keys get a bucket, so there are as many as keys.
 */
public final class RequestLimiter {
    private static final long SECOND = 1_000_000_000L;

    private final int perSecond;
    private final Clock clock;
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

    public RequestLimiter(int perSecond, Clock clock) {
        this.perSecond = perSecond;
        this.clock = clock;
    }

    /** Takes a request off the quota; negative when there was none, else how many are left. */
    public int take(String keyId) {
        return buckets.computeIfAbsent(keyId, _ -> new Bucket(perSecond, clock.nanoTime())).take(perSecond,
                clock.nanoTime());
    }

    /** The value of {@code RateLimit-Policy} (draft-ietf-httpapi-ratelimit-headers). */
    public String policy() {
        return "\"requests\";q=" + perSecond + ";w=1";
    }

    /** The value of {@code RateLimit} when so many are left. */
    public String state(int remaining) {
        return "\"requests\";r=" + Math.max(remaining, 0) + ";t=1";
    }

    /** Counts in billionths of a request, so that nothing is lost between two calls. */
    private static final class Bucket {
        private long tokens;
        private long last;

        Bucket(int perSecond, long now) {
            tokens = perSecond * SECOND;
            last = now;
        }

        synchronized int take(int perSecond, long now) {
            long elapsed = Math.clamp(now - last, 0, SECOND);
            last = now;
            tokens = Math.min(tokens + elapsed * perSecond, perSecond * SECOND);
            if (tokens < SECOND) {
                return -1;
            }
            tokens -= SECOND;
            return (int) (tokens / SECOND);
        }
    }
}
