package com.penguinmails.dns;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * One server, and whether it answers. A server is silent from its first unanswered query to its next reply. Thread-safe.
 */
final class Upstream {
    /** How often a silent server is probed: it is used again at most this long after its return. */
    private static final long PROBE_NANOS = Duration.ofMillis(500).toNanos();

    private final InetSocketAddress address;

    @GuardedBy("this")
    private boolean silent;
    @GuardedBy("this")
    private long nextProbeNanos;

    Upstream(InetSocketAddress address) {
        this.address = address;
    }

    InetSocketAddress address() {
        return address;
    }

    synchronized boolean isSilent() {
        return silent;
    }

    /** Notes an unanswered query. */
    synchronized void unanswered(long nowNanos) {
        if (!silent) {
            silent = true;
            nextProbeNanos = nowNanos + PROBE_NANOS;
        }
    }

    /** Notes a reply; whether the server was silent before. */
    synchronized boolean answered() {
        boolean recovered = silent;
        silent = false;
        return recovered;
    }

    /** Whether the caller is to probe this server now; then nobody else is for a while. */
    synchronized boolean claimProbe(long nowNanos) {
        if (!silent || nowNanos - nextProbeNanos < 0) {
            return false;
        }
        nextProbeNanos = nowNanos + PROBE_NANOS;
        return true;
    }

    /** The address and port, as an operator would write them. */
    @Override
    public String toString() {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }
}
