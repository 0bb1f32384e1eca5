package com.penguinmails.mta.connect;

import com.penguinmails.dns.AddressFamily;
import com.penguinmails.mta.deliver.RemotePeer;
import com.penguinmails.mta.deliver.TlsUse;
import com.penguinmails.mta.outcome.Failure;
import com.penguinmails.mta.outcome.FailureScope;
import com.penguinmails.mta.outcome.Outcome;
import com.penguinmails.mta.outcome.Situation;
import com.penguinmails.mta.outcome.Stage;
import com.penguinmails.mta.outcome.Verdict;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds a host of a request that can be spoken to (RFC 5321 §5.1). The law:
 *
 * <pre>
 * next host → look-up → next address → connect → session opens → done
 *     ↑           │ none      ↑  ↑         │ refused    │ not opened
 *     └───────────┘           │  └─────────┴────────────┘
 *     └── no address left ────┘
 * </pre>
 *
 * <ul>
 * <li>Hosts are tried in the order of the request, all addresses of one before the next; never one twice, but for this: where TLS
 * was only an opportunity and its handshake failed, the same address is tried once more in clear text (RFC 7435 §3).
 * <li>A failure of the whole site, as the policy sees it, ends it at once; so do {@value #MAX_ADDRESSES} addresses.
 * <li>It ends once: with a session that is open, or with the listener's {@code failed}. That says what was heard last, rather than
 * what was not reached, and bounces only if no host gave a reason to try again.
 * </ul>
 *
 * <p>On one event loop, the one that the session then lives on.
 */
final class ConnectionAttempt {
    static final int MAX_ADDRESSES = 20;
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionAttempt.class);

    private final ConnectionRequest request;
    private final ConnectionListener listener;
    private final NettyConnector connector;
    private final EventLoop loop;
    private final List<AddressFamily> families;
    private final Iterator<RemoteHost> hosts;
    private final ArrayDeque<InetAddress> addresses = new ArrayDeque<>();
    private int tried;
    private TlsUse tls;
    private @Nullable RemoteHost host;
    private @Nullable Verdict heard;

    ConnectionAttempt(ConnectionRequest request, ConnectionListener listener, NettyConnector connector,
            EventLoop loop) {
        this.request = request;
        this.listener = listener;
        this.connector = connector;
        this.loop = loop;
        this.families = connector.families(request.source());
        this.hosts = request.hosts().iterator();
        this.tls = connector.tlsUse();
    }

    ConnectionRequest request() {
        return request;
    }

    ConnectionListener listener() {
        return listener;
    }

    void start() {
        loop.execute(this::nextHost);
    }

    private void nextHost() {
        if (!hosts.hasNext() || tried >= MAX_ADDRESSES || isSiteFailed()) {
            giveUp();
            return;
        }
        RemoteHost next = hosts.next();
        host = next;
        if (next.port() < 1 || next.port() > 65_535) {
            unreachable(next.name(), new Failure.NotConnected("no such port: " + next.port()));
            nextHost();
        } else {
            connector.lookup().find(next.name(), families, found -> loop.execute(() -> found(next, found)));
        }
    }

    private void found(RemoteHost of, HostAddresses found) {
        switch (found) {
            case HostAddresses.Found(List<InetAddress> list) -> {
                addresses.addAll(list);
                nextAddress(of);
            }
            case HostAddresses.None(Failure failure) -> {
                unreachable(null, failure);
                nextHost();
            }
        }
    }

    private void nextAddress(RemoteHost of) {
        InetAddress address = addresses.poll();
        if (address == null || tried >= MAX_ADDRESSES || isSiteFailed()) {
            nextHost();
            return;
        }
        tried++;
        tls = connector.tlsUse();
        connect(new RemotePeer(of.name(), new InetSocketAddress(address, of.port())));
    }

    private void connect(RemotePeer peer) {
        var connection = connector.bootstrap(this, peer, tls, loop);
        var _ = connection.addListener(future -> {
            Throwable cause = future.cause();
            if (cause != null) {
                unreachable(peer.remoteMta(), ConnectFailures.of(cause));
                resume();
            }
        });
    }

    /** The host answered, but no session came of it. */
    void sessionFailed(RemotePeer peer, Verdict verdict) {
        note(verdict);
        boolean clearTextMayHelp = tls == TlsUse.OPPORTUNISTIC && verdict.outcome().status().stage() == Stage.STARTTLS;
        if (clearTextMayHelp) {
            tls = TlsUse.OFF;
            loop.execute(() -> connect(peer));
        } else {
            loop.execute(this::resume);
        }
    }

    private void resume() {
        RemoteHost current = host;
        if (current != null) {
            nextAddress(current);
        }
    }

    void chunkingRefused(RemotePeer peer) {
        connector.chunkingRefused(peer);
    }

    void pipeliningBroken(RemotePeer peer) {
        connector.pipeliningBroken(peer);
    }

    private void unreachable(@Nullable String remoteMta, Failure failure) {
        note(connector.policy().failed(Situation.at(Stage.CONNECT, remoteMta), failure));
    }

    /** Keeps what weighs more: a reason to try again before a bounce, a reply before silence, the later before the earlier. */
    private void note(Verdict verdict) {
        LOG.atDebug().addKeyValue("site", request.site()).addKeyValue("source", request.source().name())
                .addKeyValue("reason", verdict.outcome().status().diagnostic()).log("host passed over");
        if (heard == null || weight(verdict) >= weight(heard)) {
            heard = verdict;
        }
    }

    private static int weight(Verdict verdict) {
        int words = verdict.outcome().status().reply() == null ? 0 : 1;
        return (verdict.outcome() instanceof Outcome.Deferred ? 2 : 0) + words;
    }

    private boolean isSiteFailed() {
        return heard != null && heard.outcome() instanceof Outcome.Deferred && heard.scope() == FailureScope.SITE;
    }

    private void giveUp() {
        Verdict last = heard;
        if (last == null) {
            last = connector.policy().failed(Situation.at(Stage.CONNECT, null), new Failure.NoAddress(request.site()));
        }
        connector.gaveUp();
        boolean wider = last.scope() == FailureScope.SITE || last.scope() == FailureScope.SOURCE;
        listener.failed(request, last.outcome(), wider ? last.scope() : FailureScope.HOST);
    }

    /** The session is over; its place is free. */
    void ended() {
        connector.giveBack();
    }
}
