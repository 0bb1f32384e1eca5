package com.penguinmails.dns;

/**
 * What a {@link CachingResolver} is told.
 *
 * @param query how servers are asked
 * @param cache how long and how many answers are kept
 */
public record ResolverSettings(QuerySettings query, CacheSettings cache) {

    /** The defaults of both. */
    public static ResolverSettings defaults() {
        return new ResolverSettings(QuerySettings.defaults(), CacheSettings.defaults());
    }
}
