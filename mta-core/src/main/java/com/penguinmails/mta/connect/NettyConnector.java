package com.penguinmails.mta.connect;

import com.penguinmails.dns.AddressFamily;
import com.penguinmails.mta.config.DeliveryConfig;
import com.penguinmails.mta.counter.Counter;
import com.penguinmails.mta.deliver.RemotePeer;
import com.penguinmails.mta.deliver.SessionSettings;
import com.penguinmails.mta.deliver.SessionTools;
import com.penguinmails.mta.deliver.SmtpSession;
import com.penguinmails.mta.deliver.SmtpSessionHandler;
import com.penguinmails.mta.deliver.TlsUse;
import com.penguinmails.mta.outcome.Failure;
import com.penguinmails.mta.outcome.OutcomePolicy;
import com.penguinmails.mta.outcome.Situation;
import com.penguinmails.mta.outcome.Stage;
import com.penguinmails.mta.outcome.Verdict;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Connections on Netty. Each request gets an event loop, on which its hosts are tried and its session lives. Closing it ends all
 * sessions at once, their transactions with an outcome; who wants them to end in order calls {@code quit} on each before.
 */
public final class NettyConnector implements Connector, AutoCloseable {
    private static final WriteBufferWaterMark ROOM = new WriteBufferWaterMark(64 * 1024, 128 * 1024);
    /** A box in between that passes EHLO and stops BDAT is not replaced every day. */
    private static final Duration CHUNKING_REFUSED = Duration.ofDays(1);
    /** A receiver that breaks under several messages at a time is told from one that was only restarted by its second failure. */
    private static final Duration PIPELINING_BROKEN = Duration.ofMinutes(10);

    private final NettyTransport transport;
    private final AddressLookup lookup;
    private final DeliveryConfig config;
    private final SessionTools tools;
    private final TlsUse tlsUse;
    private final ConnectionSlots slots;
    private final NotedAddresses chunkingRefusals;
    private final NotedAddresses brokenPipelines;
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

    public NettyConnector(NettyTransport transport, AddressLookup lookup, DeliveryConfig config, SessionTools tools) {
        this.transport = transport;
        this.lookup = lookup;
        this.config = config;
        this.tools = tools;
        this.tlsUse = TlsUse.of(config.tls());
        this.slots = new ConnectionSlots(config.maxConnections());
        this.chunkingRefusals = new NotedAddresses(CHUNKING_REFUSED, tools.clock());
        this.brokenPipelines = new NotedAddresses(PIPELINING_BROKEN, tools.clock());
    }

    @Override
    public void open(ConnectionRequest request, ConnectionListener listener) {
        EventLoop loop = transport.loops().next();
        if (slots.take()) {
            new ConnectionAttempt(request, listener, this, loop).start();
        } else {
            var limit = new Failure.OwnLimit("all " + slots.max() + " connections of this node are in use");
            Verdict verdict = tools.policy().failed(Situation.at(Stage.CONNECT, null), limit);
            loop.execute(() -> listener.failed(request, verdict.outcome(), verdict.scope()));
        }
    }

    /** Connections that are open or being opened. */
    public int connections() {
        return slots.taken();
    }

    @Override
    public void close() {
        var _ = channels.close().awaitUninterruptibly();
    }

    /** Which addresses a source can reach, in the order in which they are to be tried. */
    List<AddressFamily> families(LocalEndpoint source) {
        boolean any = source.ipv4() == null && source.ipv6() == null;
        List<AddressFamily> families = new ArrayList<>(2);
        if (any || source.ipv4() != null) {
            families.add(AddressFamily.IPV4);
        }
        if (!config.ipv6().equals("off") && (any || source.ipv6() != null)) {
            families.add(config.ipv6().equals("prefer") ? 0 : families.size(), AddressFamily.IPV6);
        }
        return families;
    }

    /** Connects one address and gives the channel a session, which tells the attempt what comes of it. */
    ChannelFuture bootstrap(ConnectionAttempt attempt, RemotePeer peer, TlsUse tls, EventLoop loop) {
        ConnectionRequest request = attempt.request();
        boolean chunking = !chunkingRefusals.contains(addressOf(peer));
        var settings = new SessionSettings(config, request.source().ehloName(), peer, tls, chunking,
                request.maxMessages(), inFlight(peer));
        var bootstrap = new Bootstrap()
                .group(loop)
                .channelFactory(transport.channels())
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(config.connectTimeout().toMillis()))
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.AUTO_CLOSE, false)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, ROOM)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channels.add(channel);
                        var connection = new SmtpConnection(attempt, peer,
                                listener -> new SmtpSession(channel, settings, tools, listener));
                        channel.pipeline().addLast(new SmtpSessionHandler(connection.session()));
                    }
                });
        InetSocketAddress local = localAddress(request.source(), addressOf(peer));
        return local == null ? bootstrap.connect(peer.address()) : bootstrap.connect(peer.address(), local);
    }

    private int inFlight(RemotePeer peer) {
        return brokenPipelines.contains(addressOf(peer)) ? 1 : config.maxMessagesInFlight();
    }

    private static InetAddress addressOf(RemotePeer peer) {
        return peer.address().getAddress();
    }

    private static @Nullable InetSocketAddress localAddress(LocalEndpoint source, InetAddress remote) {
        InetAddress local = remote instanceof Inet4Address ? source.ipv4() : source.ipv6();
        return local == null ? null : new InetSocketAddress(local, 0);
    }

    void chunkingRefused(RemotePeer peer) {
        chunkingRefusals.remember(addressOf(peer));
    }

    void pipeliningBroken(RemotePeer peer) {
        brokenPipelines.remember(addressOf(peer));
    }

    AddressLookup lookup() {
        return lookup;
    }

    OutcomePolicy policy() {
        return tools.policy();
    }

    TlsUse tlsUse() {
        return tlsUse;
    }

    /** No session came of an attempt. */
    void gaveUp() {
        tools.counters().increment(Counter.OUTBOUND_SESSIONS_FAILED);
        slots.giveBack();
    }

    void giveBack() {
        slots.giveBack();
    }
}
