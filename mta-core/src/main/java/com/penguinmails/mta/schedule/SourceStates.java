package com.penguinmails.mta.schedule;

import com.penguinmails.mta.time.Clock;
import java.util.HashMap;
import java.util.Map;

/**
 * What is known of egress sources as a whole, whatever the site. A source is of no use for a time
 *
 * <ul>
 * <li>when its own address cannot be bound, and
 * <li>when it reaches nobody: {@value #CONTRADICTIONS} sites that it could not reach were then reached from another source, and it
 * reached none meanwhile.
 * </ul>
 *
 * <p>After that time one connection is tried from it: if it opens, the source is as good as before; if not, the next pause is
 * twice as long. A dead site speaks against no source, since no other reaches it either. For one thread.
 */
final class SourceStates implements PathBlocks.Block {
    private static final int CONTRADICTIONS = 3;
    private static final long FIRST_PAUSE_NANOS = 60_000_000_000L;
    private static final int MOST_DOUBLINGS = 5;

    private final Clock clock;
    private final SiteTable sites;
    private final Map<String, State> states = new HashMap<>();

    private static final class State {
        int failures;
        long untilNanos;
        String reason = "";
        boolean unbound;
        boolean probing;
        boolean everReached;
        long reachedNanos;
        int contradictions;
    }

    SourceStates(SiteTable sites, Clock clock) {
        this.sites = sites;
        this.clock = clock;
    }

    @Override
    public long untilNanos(Site site, String source, long nowNanos) {
        State state = states.get(source);
        return state != null && state.failures > 0 ? Math.max(nowNanos, state.untilNanos) : nowNanos;
    }

    @Override
    public boolean stopsSessions() {
        return false;
    }

    @Override
    public String reason(Site site, String source) {
        return state(source).reason;
    }

    /** While the source is in doubt, no second connection from it before that is known or another pause is over. */
    @Override
    public void opening(Path path) {
        State state = state(path.source.name());
        if (state.failures > 0) {
            state.probing = true;
            state.untilNanos = clock.nanoTime() + pause(state.failures);
        }
    }

    /** A connection was opened. What other sources could not do there speaks against them. */
    void reached(Path path) {
        State state = state(path.source.name());
        state.everReached = true;
        state.reachedNanos = clock.nanoTime();
        answered(path.source.name());
        for (Path other : path.site.paths.values()) {
            if (other.unanswered) {
                other.unanswered = false;
                contradicted(other.source.name());
            }
        }
    }

    /** A receiver answered, though it opened no connection: the source can reach somebody. */
    void answered(String source) {
        State state = state(source);
        state.contradictions = 0;
        state.unbound = false;
        if (state.failures > 0) {
            state.failures = 0;
            state.probing = false;
            sites.realignAll();
        }
    }

    /** Nobody answered a connection from the source, which says nothing against it until another source is answered. */
    void unanswered(Path path) {
        path.unanswered = true;
        String source = path.source.name();
        State state = state(source);
        if (state.unbound) {
            answered(source);
        } else if (state.failures > 0) {
            shut(state, state.reason);
        }
    }

    /** The source's own address cannot be used. */
    void unusable(String source, String diagnostic) {
        State state = state(source);
        state.unbound = true;
        shut(state, diagnostic);
    }

    /**
     * Whether a site that could not be reached from the source may be reached from another: since that connection was tried, the
     * source has reached nobody.
     */
    boolean isDoubtful(String source, long triedNanos) {
        State state = state(source);
        return !state.everReached || state.reachedNanos < triedNanos;
    }

    private void contradicted(String source) {
        State state = state(source);
        state.contradictions++;
        if (state.contradictions == CONTRADICTIONS && state.failures == 0) {
            shut(state, "the egress source " + source + " reaches nobody; sites that it could not reach were "
                    + "reached from others");
        }
    }

    private void shut(State state, String reason) {
        if (state.failures > 0 && state.untilNanos > clock.nanoTime() && !state.probing) {
            // Of the connections that were being opened when the first failed.
            return;
        }
        state.probing = false;
        state.failures++;
        state.untilNanos = clock.nanoTime() + pause(state.failures);
        state.reason = reason;
        sites.realignAll();
    }

    private static long pause(int failures) {
        return FIRST_PAUSE_NANOS << Math.min(failures - 1, MOST_DOUBLINGS);
    }

    private State state(String source) {
        return states.computeIfAbsent(source, _ -> new State());
    }
}
