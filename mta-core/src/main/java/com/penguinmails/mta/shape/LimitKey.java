package com.penguinmails.mta.shape;

import java.util.List;

/**
 * Names one counter of a limit.
 *
 * @param limit the limit's name
 * @param values of what it counts apart, in the order of {@link com.penguinmails.mta.config.LimitDimension}; empty where all that
 *     matches shares one counter
 */
public record LimitKey(String limit, List<String> values) {

    public LimitKey {
        values = List.copyOf(values);
    }

    /** As in {@code each-tenant[acme]}. */
    @Override
    public String toString() {
        return values.isEmpty() ? limit : limit + values;
    }
}
