package com.penguinmails.mta.schedule;

import com.penguinmails.mta.schedule.Timers.Timer;
import com.penguinmails.mta.shape.FairShare;
import com.penguinmails.mta.shape.LimitCounter;
import com.penguinmails.mta.shape.ShareWeights;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One counter of a limit and who waits for it: mail that waits for a message, in fair order; mail that waits for a connection
 * which counts, by site and there in fair order; and sites whose paths share the limit, in turn. For one thread.
 */
final class LimitLine {
    static final LimitLine[] NONE = {};
    /** Of what waits at a site for a connection, so many are looked at for one that a connection may take. */
    private static final int LOOKED_AT = 8;

    final LimitCounter counter;
    final FairShare<Waiter> waiting;
    private final Map<Site, FairShare<Waiter>> parked = new LinkedHashMap<>();
    private final ShareWeights weights;
    /** Sites that wait for a message, and those that wait for a connection. */
    final SiteTurns messageTurns = new SiteTurns();
    final SiteTurns connectionTurns = new SiteTurns();
    /** Connections that count. */
    final Set<Session> sessions = new LinkedHashSet<>();
    /** Queues that it let on and that have not used its token yet; of them those that no other limit holds. */
    int owed;
    int onTheWay;
    /** How many more it lets on while none uses a token that is there; doubles until one does. */
    int window = 1;
    /** How many queues and paths it holds for. */
    int holders;
    @Nullable
    Timer messageTimer;
    /** Whether that timer stands for a token that is there already and that nobody has used. */
    boolean offersAgain;
    @Nullable
    Timer connectionTimer;

    LimitLine(LimitCounter counter, ShareWeights weights) {
        this.counter = counter;
        this.weights = weights;
        this.waiting = new FairShare<>(weights);
    }

    void await(Waiter waiter) {
        waiter.waitsAt = this;
        waiting.add(waiter);
    }

    void park(Waiter waiter, Site site) {
        waiter.waitsAt = this;
        waiter.parkedAt = site;
        parked.computeIfAbsent(site, _ -> new FairShare<>(weights)).add(waiter);
        site.parked++;
    }

    /** Takes out what waits here in whatever way. */
    void leave(Waiter waiter) {
        Site site = waiter.parkedAt;
        if (site == null) {
            waiting.remove(waiter);
        } else {
            FairShare<Waiter> there = parked.get(site);
            if (there != null) {
                there.remove(waiter);
                site.parked--;
                if (there.size() == 0) {
                    parked.remove(site);
                }
            }
        }
        waiter.waitsAt = null;
        waiter.parkedAt = null;
    }

    /** Whether anything waits at the site for a connection that counts, and one of the first few passes the test. */
    boolean hasParkedAt(Site site, Predicate<Waiter> test) {
        FairShare<Waiter> there = parked.get(site);
        return there != null && firstOf(there, test) != null;
    }

    /**
     * Takes out what waits at the site for a connection that counts, the first of those that have their turns soon and pass the test;
     * null when none does.
     */
    @Nullable
    Waiter takeParkedAt(Site site, Predicate<Waiter> test) {
        FairShare<Waiter> there = parked.get(site);
        if (there == null) {
            return null;
        }
        Waiter waiter = firstOf(there, test);
        if (waiter != null) {
            there.charge(waiter, 1);
            leave(waiter);
        }
        return waiter;
    }

    private static @Nullable Waiter firstOf(FairShare<Waiter> there, Predicate<Waiter> test) {
        Waiter first = there.next();
        if (first == null || test.test(first)) {
            return first;
        }
        List<Waiter> others = new ArrayList<>(LOOKED_AT);
        there.ahead(LOOKED_AT, others::add);
        return others.stream().filter(test).findFirst().orElse(null);
    }

    /** The same of one site after the other. */
    @Nullable
    Waiter takeParked() {
        Iterator<Map.Entry<Site, FairShare<Waiter>>> entries = parked.entrySet().iterator();
        if (!entries.hasNext()) {
            return null;
        }
        Map.Entry<Site, FairShare<Waiter>> entry = entries.next();
        if (parked.size() > 1) {
            entries.remove();
            parked.put(entry.getKey(), entry.getValue());
        }
        return takeParkedAt(entry.getKey(), _ -> true);
    }

    boolean hasParked() {
        return !parked.isEmpty();
    }

    boolean isWaitedFor() {
        return waiting.size() > 0 || messageTurns.hasWaiting();
    }

    /** When what waits here goes on, in monotonic nanoseconds; {@link Long#MAX_VALUE}: when a connection or a token is free. */
    long releaseNanos(Waiter waiter, long now) {
        if (waiter.parkedAt == null) {
            return counter.messageReleaseNanos(now);
        }
        return counter.isFull() ? Long.MAX_VALUE : counter.connectionReleaseNanos(now);
    }

    /** In words, what holds it. */
    String reason(Waiter waiter, long now) {
        String reason = waiter.parkedAt == null ? counter.messageReason(now) : counter.connectionReason(now);
        return reason.isEmpty() ? "its turn at the limit (" + counter.key() + ")" : reason;
    }

    boolean isForgettable(long now) {
        return holders == 0 && owed == 0 && waiting.size() == 0 && parked.isEmpty() && sessions.isEmpty()
                && messageTurns.isEmpty() && connectionTurns.isEmpty() && counter.isRested(now);
    }
}
