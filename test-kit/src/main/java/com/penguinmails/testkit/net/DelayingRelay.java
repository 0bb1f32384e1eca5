package com.penguinmails.testkit.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A TCP relay on loopback that stands for a distance: every byte arrives at the other side a fixed time later, in
 * order, however much is under way; on demand no more than a bandwidth each way.
 *
 * <p>{@link #cut} breaks all connections, {@link #setBlackHole} lets nothing through until it is switched off again,
 * as a network that loses every packet: then what was held goes on, since TCP would have sent it again. The handshake
 * of TCP itself is not delayed. Thread-safe.
 */
public final class DelayingRelay implements AutoCloseable {
    private final Distance distance;
    private final EventLoopGroup eventLoops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Channel listener;

    private DelayingRelay(InetSocketAddress target, Distance distance) {
        this.distance = distance;
        var bound = new ServerBootstrap().group(eventLoops).channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.AUTO_READ, false).childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.TCP_NODELAY, true).childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel client) {
                        RelayedConnection.open(client, target, distance, channels);
                    }
                }).bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0)).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            close(eventLoops);
            throw new UncheckedIOException(new IOException("cannot listen on loopback", bound.cause()));
        }
        this.listener = bound.channel();
    }

    /**
     * Relays to the target with a delay each way.
     *
     * @param delay of each direction; a question and its answer take twice that
     */
    public static DelayingRelay start(InetSocketAddress target, Duration delay) {
        return new DelayingRelay(target, new Distance(delay, 0));
    }

    /**
     * As {@link #start(InetSocketAddress, Duration)}, and each direction of a connection passes at most so many bytes a
     * second.
     */
    public static DelayingRelay start(InetSocketAddress target, Duration delay, long bytesPerSecond) {
        return new DelayingRelay(target, new Distance(delay, bytesPerSecond));
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    /** Another delay for all bytes that are read from now on; they never overtake earlier ones. */
    public void setDelay(Duration delay) {
        distance.setDelay(delay);
    }

    /** Whether nothing passes, in any direction, on old and new connections. */
    public void setBlackHole(boolean blackHole) {
        distance.setBlackHole(blackHole);
        channels.forEach(channel -> channel.pipeline().fireUserEventTriggered(distance));
    }

    /** Connections that stand, counted at their client's side. */
    public int openConnections() {
        return channels.size() / 2;
    }

    /** Breaks all connections at once; bytes under way are lost. New connections are served. */
    public void cut() {
        var _ = channels.close().awaitUninterruptibly();
    }

    @Override
    public void close() {
        var _ = listener.close().awaitUninterruptibly();
        cut();
        close(eventLoops);
    }

    private static void close(EventLoopGroup group) {
        var _ = group.shutdownGracefully(0, 10, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
