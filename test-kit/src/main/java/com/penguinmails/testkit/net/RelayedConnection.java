package com.penguinmails.testkit.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * One direction of a relayed connection: what arrives at its channel leaves at the other one after the delay.
 *
 * <p>Both channels live on one event loop, whose timers of equal time run in the order they were set; so the order of
 * bytes holds.
 */
final class RelayedConnection extends ChannelInboundHandlerAdapter {
    private final SocketChannel to;
    private final Distance distance;
    private final Queue<Runnable> held = new ArrayDeque<>();
    private long lineFreeNanos;
    private long lastDueNanos;

    private RelayedConnection(SocketChannel to, Distance distance) {
        this.to = to;
        this.distance = distance;
    }

    static void open(SocketChannel client, InetSocketAddress target, Distance distance, ChannelGroup channels) {
        var connected = new Bootstrap().group(client.eventLoop()).channel(NioSocketChannel.class)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true).option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInboundHandlerAdapter()).connect(target);
        SocketChannel server = (SocketChannel) connected.channel();
        client.pipeline().addLast(new RelayedConnection(server, distance));
        var _ = connected.addListener((ChannelFutureListener) future -> {
            if (future.isSuccess()) {
                channels.add(client);
                channels.add(server);
                server.pipeline().addLast(new RelayedConnection(client, distance));
                read(client, true);
                read(server, true);
            } else {
                var _ = client.close();
            }
        });
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        long now = ctx.executor().ticker().nanoTime();
        lineFreeNanos = Math.max(now, lineFreeNanos) + distance.transmissionNanos(bytes.readableBytes());
        later(ctx, lineFreeNanos - now, () -> {
            var _ = to.writeAndFlush(bytes);
        });
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            closeIfDone((SocketChannel) ctx.channel());
            later(ctx, 0, () -> {
                var _ = to.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> endOutput());
            });
        } else if (event instanceof Distance) {
            release();
        }
    }

    /** A sender must feel it when the other side does not read. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        read(to, ctx.channel().isWritable());
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        later(ctx, 0, () -> {
            var _ = to.close();
        });
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        var _ = ctx.close();
    }

    private void later(ChannelHandlerContext ctx, long transmissionNanos, Runnable delivery) {
        long now = ctx.executor().ticker().nanoTime();
        lastDueNanos = Math.max(lastDueNanos, now + transmissionNanos + distance.delayNanos());
        var _ = ctx.executor().schedule(() -> {
            held.add(delivery);
            release();
        }, lastDueNanos - now, TimeUnit.NANOSECONDS);
    }

    private void endOutput() {
        var _ = to.shutdownOutput().addListener(_ -> closeIfDone(to));
    }

    /** With half-closure allowed a channel whose two directions have ended stays open until it is told. */
    private static void closeIfDone(SocketChannel channel) {
        if (channel.isInputShutdown() && channel.isOutputShutdown()) {
            var _ = channel.close();
        }
    }

    private void release() {
        while (!held.isEmpty() && !distance.isBlackHole()) {
            held.remove().run();
        }
    }

    private static void read(Channel channel, boolean wanted) {
        channel.config().setAutoRead(wanted);
    }
}
