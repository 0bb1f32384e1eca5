package com.penguinmails.mta.shape;

import com.penguinmails.mta.connect.LocalEndpoint;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Egress sources of equal standing. The source is chosen when a connection is opened, in turn among those that may take one, so
 * that a source which is drained, full or refused strands no mail. For one thread.
 */
public final class SourcePool {
    private final List<LocalEndpoint> sources;
    private int turn;

    /** @throws IllegalArgumentException if there is no source */
    public SourcePool(List<LocalEndpoint> sources) {
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("a pool has at least one source");
        }
        this.sources = List.copyOf(sources);
    }

    public List<LocalEndpoint> sources() {
        return sources;
    }

    /** The next source in turn that may take a connection, or null when none may. */
    public @Nullable LocalEndpoint choose(Predicate<LocalEndpoint> mayTake) {
        for (int i = 0; i < sources.size(); i++) {
            LocalEndpoint source = sources.get((turn + i) % sources.size());
            if (mayTake.test(source)) {
                turn = (turn + i + 1) % sources.size();
                return source;
            }
        }
        return null;
    }
}
