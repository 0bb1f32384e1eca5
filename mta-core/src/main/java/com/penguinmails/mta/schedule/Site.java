package com.penguinmails.mta.schedule;

import com.penguinmails.mta.resolve.DeliveryPlan;
import com.penguinmails.mta.schedule.Timers.Timer;
import com.penguinmails.mta.shape.FairShare;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One receiving site: the line of queues with mail for it, from which every connection to it draws whatever its source, and its
 * paths by source. For one thread.
 */
final class Site {
    /** A site's name, and the domain where a rule gives that domain's mail paths of its own. */
    record Key(String name, @Nullable String domain) {}

    final Key key;
    final FairShare<DomainQueue> line = new FairShare<>();
    final Map<String, Path> paths = new LinkedHashMap<>();
    DeliveryPlan plan;
    /** Ready recipients of all queues in the line. */
    int ready;
    /** Connections being opened, over all paths. */
    int opening;
    /** Connections open, over all paths. */
    int open;
    /** Connections that could not be opened, since one could. */
    int failures;
    /** While the site failed, no connection is opened before this instant. */
    long suspendedUntilNanos;
    String lastFailure = "";
    /** Whether the last connection to be opened was opened; until one is, no more than one is tried at a time. */
    boolean proven;
    boolean pumpAsked;
    long notedMillis;
    @Nullable
    Timer timer;

    Site(Key key, DeliveryPlan plan) {
        this.key = key;
        this.plan = plan;
    }

    boolean isSuspended(long nowNanos) {
        return failures > 0 && nowNanos < suspendedUntilNanos;
    }

    /** Whether all is as if the site had never been met. */
    boolean isForgettable(long nowNanos) {
        return line.size() == 0 && opening + open == 0 && !isSuspended(nowNanos) && !pumpAsked && timer == null
                && paths.values().stream().allMatch(path -> path.isForgettable(nowNanos));
    }
}
