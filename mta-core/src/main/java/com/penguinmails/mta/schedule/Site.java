package com.penguinmails.mta.schedule;

import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.resolve.DeliveryPlan;
import com.penguinmails.mta.schedule.Timers.Timer;
import com.penguinmails.mta.shape.ShareWeights;
import com.penguinmails.mta.shape.SourcePool;
import com.penguinmails.mta.shape.WeightedTurns;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One receiving site: the lanes of queues with mail for it, from which every connection to it draws whose source serves them,
 * and its paths by source. For one thread.
 */
final class Site {
    /** A site's name, and the domain where a rule gives that domain's mail paths of its own. */
    record Key(String name, @Nullable String domain) {}

    final Key key;
    /** The group of sites that it belongs to; empty for none. */
    String provider;
    /** The weights of those that stand in its lanes. */
    final ShareWeights weights;
    private final Map<Lane.Key, Lane> lanes = new LinkedHashMap<>();
    /** Lanes that nobody serves any more; the queues in them go to others. */
    private final ArrayDeque<Lane> closed = new ArrayDeque<>();
    /** Counts the changes to what lanes there are. */
    int laneChanges;
    /** Whose turn it is among the paths, by the weights of their sources. */
    final WeightedTurns<Path> turns = new WeightedTurns<>();
    final Map<String, Path> paths = new LinkedHashMap<>();
    DeliveryPlan plan;
    /** Ready recipients of all lanes. */
    int ready;
    /** How many stand in no lane because they wait for a connection of the site that counts for a limit. */
    int parked;
    /** When something of that may go on a connection that counts, as the last look at it found; {@link Long#MAX_VALUE}: unknown. */
    long parkedNanos = Long.MAX_VALUE;
    /** Connections being opened, over all paths. */
    int opening;
    /** Connections open, over all paths. */
    int open;
    /** Connections that could not be opened, since one could. */
    int failures;
    /** While the site failed, no connection is opened before this instant. */
    long suspendedUntilNanos;
    /** Since when it has failed without a success, in milliseconds since 1970. */
    long failedSinceMillis;
    String lastFailure = "";
    /** Whether the last connection to be opened was opened; until one is, no more than one is tried at a time. */
    boolean proven;
    boolean pumpAsked;
    /** Whether queues may stand in the wrong lane, because a path was shut or opened. */
    boolean realignAsked;
    /** When they may do so without anybody's asking: a path that a queue would rather use is open again. */
    long realignNanos = Long.MAX_VALUE;
    long notedMillis;
    @Nullable
    Timer timer;

    Site(Key key, String provider, DeliveryPlan plan, ShareWeights weights) {
        this.key = key;
        this.weights = weights;
        this.provider = provider;
        this.plan = plan;
    }

    boolean isSuspended(long nowNanos) {
        return failures > 0 && nowNanos < suspendedUntilNanos;
    }

    /** The lane for mail of a pool that some of its sources may serve, made if it is not there. */
    Lane lane(SourcePool pool, List<String> sources) {
        Lane.Key wanted = new Lane.Key(pool.name(), sources);
        Lane lane = lanes.get(wanted);
        if (lane == null) {
            lanes.values().removeIf(Lane::isEmpty);
            lane = new Lane(this, wanted, pool);
            lanes.put(wanted, lane);
            laneChanges++;
        }
        return lane;
    }

    /** All that were made and not forgotten yet, also those without a queue. */
    Collection<Lane> lanes() {
        return lanes.values();
    }

    /** Nobody serves such lanes any more. */
    void close(Predicate<Lane> which) {
        for (Lane lane : List.copyOf(lanes.values())) {
            if (which.test(lane)) {
                lanes.remove(lane.key);
                lane.closed = true;
                closed.addLast(lane);
                laneChanges++;
            }
        }
    }

    /** Nobody serves any lane any more; what is in them is for the caller. */
    List<Lane> takeLanes() {
        close(_ -> true);
        List<Lane> taken = List.copyOf(closed);
        closed.clear();
        return taken;
    }

    /** The next queue that is to leave a closed lane, or null. */
    @Nullable
    DomainQueue firstInClosed() {
        while (!closed.isEmpty()) {
            DomainQueue queue = closed.getFirst().line.first();
            if (queue != null) {
                return queue;
            }
            closed.removeFirst();
        }
        return null;
    }

    /** A tenant has a turn in a lane that it had not, from one source or, where that is null, from all that serve the lane. */
    void tenantCame(Lane lane, PriorityClass priority, String tenant, @Nullable String source) {
        if (lanes.size() > 1) {
            for (Path path : paths.values()) {
                if (source == null || source.equals(path.source.name())) {
                    path.tenantCame(lane, priority, tenant);
                }
            }
        }
    }

    /** Forgets all lanes, in which no queue stands any more. */
    void forgetLanes() {
        lanes.clear();
        closed.clear();
        laneChanges++;
    }

    /** Whether no queue stands in any lane. */
    boolean isWithoutMail() {
        if (firstInClosed() != null) {
            return false;
        }
        // Asked after every message: a stream would be made each time.
        for (Lane lane : lanes.values()) {
            if (!lane.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** Whether all is as if the site had never been met. */
    boolean isForgettable(long nowNanos) {
        return isWithoutMail() && opening + open == 0 && !isSuspended(nowNanos) && !pumpAsked && timer == null
                && paths.values().stream().allMatch(path -> path.isForgettable(nowNanos));
    }
}
