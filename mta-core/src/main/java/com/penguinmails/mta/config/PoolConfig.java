package com.penguinmails.mta.config;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A pool of egress sources.
 *
 * @param sources each with its weight, from 1 to 1,000
 * @param sticky what keeps to one source while that is usable; nothing unless given
 */
public record PoolConfig(Map<String, Integer> sources, @Nullable Sticky sticky) {
    /** The pool of mail that no rule names; it is there without being configured. */
    public static final String DEFAULT = "default";

    private static final int MAX_WEIGHT = 1000;

    public PoolConfig {
        sources = Collections.unmodifiableMap(new TreeMap<>(sources));
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("names no source; give it some, as in sources = { a = 3, b = 1 }");
        }
        sources.forEach((name, weight) -> {
            if (weight < 1 || weight > MAX_WEIGHT) {
                throw new IllegalArgumentException(
                        "the weight of source \"" + name + "\" must lie between 1 and " + MAX_WEIGHT);
            }
        });
    }

    /** What keeps to one source while that is usable. */
    public Sticky stickiness() {
        return Objects.requireNonNullElse(sticky, Sticky.NONE);
    }
}
