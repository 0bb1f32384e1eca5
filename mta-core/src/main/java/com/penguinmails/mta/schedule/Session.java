package com.penguinmails.mta.schedule;

import com.penguinmails.mta.connect.ConnectionRequest;
import com.penguinmails.mta.connect.OutboundConnection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The queue's view of one connection: opening, then open with transactions begun, as many as it says that it can take, and at most
 * one mail prepared ahead, then gone. For one thread.
 */
final class Session {
    final Path path;
    final ConnectionRequest request;
    /** When it was begun to be opened. */
    final long triedNanos;
    /** Null until it is open. */
    @Nullable
    OutboundConnection connection;
    /** Transactions open, by the number of their delivery. */
    final Map<Long, Transaction> open = new LinkedHashMap<>();
    /** The one being prepared for it, or prepared and not yet begun. */
    @Nullable
    Transaction next;
    /** The limits that it counts for as a connection, in the order in which what waits at them has its turn, and how many messages of some of them it has sent. */
    final Set<LimitLine> counts = new LinkedHashSet<>();
    final Map<LimitLine, Integer> sent = new HashMap<>(0);
    /** Whether a limit on messages of a connection is reached. */
    boolean exhausted;
    /** Whether its last mail was one that had waited for a connection that counts. */
    boolean tookParked;
    /** How often it has said that it is ready, less the transactions begun. */
    int credits;
    int begun;
    boolean ending;
    long idleSinceNanos;
    /** When it began to be opened, and then up to when its work is accounted for. */
    long markNanos;

    Session(Path path, ConnectionRequest request, long nowNanos) {
        this.path = path;
        this.request = request;
        this.triedNanos = nowNanos;
        this.markNanos = nowNanos;
    }

    /** Mail that waited at the limit takes it: what waits at others for which it counts comes before that limit's next. */
    void served(LimitLine line) {
        if (counts.size() > 1 && counts.remove(line)) {
            counts.add(line);
        }
    }

    /** It is open: its opening is measured. */
    void measureOpening(long nowNanos) {
        path.meter.opened(nowNanos - markNanos, nowNanos);
        markNanos = nowNanos;
    }

    /** A transaction begins, and is among those open already. */
    void measureBegin(int recipients, long nowNanos) {
        path.meter.begun(recipients, nowNanos);
        if (open.size() == 1) {
            markNanos = nowNanos;
        }
    }

    /** A transaction is over. */
    void measureEnd(int recipients, long nowNanos) {
        path.meter.done(recipients, nowNanos - markNanos, nowNanos);
        markNanos = nowNanos;
    }

    /** Whether it could take one more mail: one at most is held for it, and only if it is ready or at work. */
    boolean wantsMail() {
        return connection != null && !ending && !exhausted && next == null && begun < request.maxMessages()
                && (credits > 0 || !open.isEmpty());
    }

    boolean isIdle() {
        return connection != null && !ending && open.isEmpty() && next == null;
    }

    /** Whether it was to end anyway: it was told to, or has had all the mail that it may. */
    boolean isFinished() {
        return ending || begun >= request.maxMessages();
    }
}
