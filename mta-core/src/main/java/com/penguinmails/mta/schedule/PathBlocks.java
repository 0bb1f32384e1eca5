package com.penguinmails.mta.schedule;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether a path is shut for a time for a reason other than its limits: its source is of no use, or it is suspended, or its
 * warm-up's cap is reached. A path that is shut is given no more connections, and where its lane has another source, that
 * one takes the mail. For one thread.
 */
final class PathBlocks {
    /** One who may shut paths. */
    interface Block {
        /**
         * When it opens the path again, in monotonic nanoseconds: {@code nowNanos} or earlier if it is open,
         * {@link Long#MAX_VALUE} if only somebody's word opens it.
         */
        long untilNanos(Site site, String source, long nowNanos);

        /** Whether connections that are open are given no mail either; else only no more are opened. */
        boolean stopsSessions();

        /** A connection is being opened on a path that is not shut. */
        default void opening(Path path) {}

        /** Mail of the site waits for this path among others; asked only while the path is shut. */
        default void await(Site site, String source) {}

        /** Whether an operator should know that it shuts the path; asked only while it does. */
        default boolean isTrouble(Site site, String source) {
            return true;
        }

        /** In words, why it shuts the path; asked only while it does. */
        String reason(Site site, String source);

        /**
         * The same with its rule, since when and what would open the path, for those who ask why; only while it is shut.
         *
         * @param untilMillis when it opens the path again; 0: only somebody's word does
         */
        default Blocker explain(Site site, String source, long untilMillis) {
            return new Blocker(BlockerKind.NO_SOURCE, source, "", reason(site, source), 0, untilMillis,
                    "the source is of use again", "");
        }
    }

    private final List<Block> blocks = new ArrayList<>();

    void add(Block block) {
        blocks.add(block);
    }

    /** A connection is being opened. */
    void opening(Path path) {
        blocks.forEach(block -> block.opening(path));
    }

    /** Mail of the site waits for a path that is shut: who can open it before its time, remembers the site. */
    void await(Site site, String source) {
        blocks.forEach(block -> block.await(site, source));
    }

    /** Whether not even a connection that is open may be given mail. */
    boolean isStopped(Site site, String source, long nowNanos) {
        for (Block block : blocks) {
            if (block.stopsSessions() && block.untilNanos(site, source, nowNanos) > nowNanos) {
                return true;
            }
        }
        return false;
    }

    /** Whether no connection may be opened. */
    boolean isShut(Site site, String source, long nowNanos) {
        for (Block block : blocks) {
            if (block.untilNanos(site, source, nowNanos) > nowNanos) {
                return true;
            }
        }
        return false;
    }

    /** Whether no connection may be opened for a reason that an operator should know of. */
    boolean isTroubled(Site site, String source, long nowNanos) {
        for (Block block : blocks) {
            if (block.untilNanos(site, source, nowNanos) > nowNanos && block.isTrouble(site, source)) {
                return true;
            }
        }
        return false;
    }

    /** When nothing shuts the path any more, as far as is known now; {@code nowNanos} if it is open. */
    long untilNanos(Site site, String source, long nowNanos) {
        long until = nowNanos;
        for (Block block : blocks) {
            until = Math.max(until, block.untilNanos(site, source, nowNanos));
        }
        return until;
    }

    /** All that shuts the path, those that stop open connections too first. */
    List<Blocker> explain(Site site, String source, Instants instants) {
        List<Blocker> stopping = new ArrayList<>();
        List<Blocker> shutting = new ArrayList<>();
        long now = instants.nowNanos();
        for (Block block : blocks) {
            long until = block.untilNanos(site, source, now);
            if (until > now) {
                (block.stopsSessions() ? stopping : shutting).add(block.explain(site, source, instants.millis(until)));
            }
        }
        stopping.addAll(shutting);
        return stopping;
    }

    /** In words, what shuts the path for the longest time; empty when it is open. */
    String reason(Site site, String source, long nowNanos) {
        long latest = nowNanos;
        String reason = "";
        for (Block block : blocks) {
            long until = block.untilNanos(site, source, nowNanos);
            if (until > latest) {
                latest = until;
                reason = block.reason(site, source);
            }
        }
        return reason;
    }
}
