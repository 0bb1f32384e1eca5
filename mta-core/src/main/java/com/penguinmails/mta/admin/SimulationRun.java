package com.penguinmails.mta.admin;

import com.penguinmails.mta.simulate.SimulationWatch;
import com.penguinmails.mta.time.Clock;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A simulation that somebody waits for: how far it is, and whether it is to go on. It ends at its time, when it is cancelled, or
 * when its client can no longer be written to. Run by one thread; {@link #cancel} and {@link #view} are for any.
 */
final class SimulationRun implements SimulationWatch {
    private static final long BEAT_NANOS = 1_000_000_000;

    private final Clock clock;
    private final long endNanos;
    private long nextBeatNanos;
    private @Nullable OutputStream client;
    private boolean abandoned;
    private volatile boolean cancelled;
    private volatile @Nullable Progress progress;

    /** @param endNanos when it ends at the latest, by the clock's ticks */
    SimulationRun(Clock clock, long endNanos) {
        this.clock = clock;
        this.endNanos = endNanos;
        this.nextBeatNanos = clock.nanoTime() + BEAT_NANOS;
    }

    /** Writes an empty line to the client each second from now on. */
    void keepAwake(OutputStream out) {
        client = out;
    }

    /** Ends it soon. */
    void cancel() {
        cancelled = true;
    }

    /** Whether the client has gone away. */
    boolean isAbandoned() {
        return abandoned;
    }

    @Override
    public boolean goesOn(Progress reached) {
        progress = reached;
        long now = clock.nanoTime();
        if (now - nextBeatNanos >= 0) {
            nextBeatNanos = now + BEAT_NANOS;
            beat();
        }
        return !cancelled && !abandoned && now - endNanos < 0;
    }

    private void beat() {
        OutputStream out = client;
        if (out == null) {
            return;
        }
        try {
            out.write('\n');
            out.flush();
        } catch (IOException | RuntimeException _) {
            // The server's connections say in several ways that nobody is there; each of them means it.
            abandoned = true;
        }
    }

    /** Sends the result if somebody still waits for it. */
    void finish(OutputStream out, byte[] result) {
        if (abandoned) {
            return;
        }
        try {
            out.write(result);
            out.close();
        } catch (IOException | RuntimeException _) {
            abandoned = true;
        }
    }

    /** How far it is, for JSON. */
    Map<String, Object> view() {
        var view = new LinkedHashMap<String, Object>();
        view.put("running", true);
        Progress reached = progress;
        if (reached != null) {
            view.put("recipients", reached.recipients());
            view.put("settled", reached.settled());
            view.put("simulated_until", Instant.ofEpochMilli(reached.virtualMillis()).toString());
        }
        return view;
    }
}
