package com.penguinmails.testkit.smtp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the bytes of one connection to its {@link Conversation} and the replies back, those to one read in one write.
 *
 * <p>While something holds it nothing is read from the socket and what was read waits. Once ending or stalled it is
 * deaf: all input is dropped.
 */
final class SessionHandler extends ChannelInboundHandlerAdapter implements Wire {
    private static final Logger LOG = LoggerFactory.getLogger(SessionHandler.class);
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final SessionServices services;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Conversation conversation;
    private @Nullable ByteBuf in;
    private @Nullable ByteBuf out;
    private int holds;
    private boolean deaf;
    private boolean ending;
    private boolean tlsDue;
    private int bytesPerSecond;

    SessionHandler(SessionServices services) {
        this.services = services;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        context = ctx;
        InetSocketAddress peer = (InetSocketAddress) ctx.channel().remoteAddress();
        InetSocketAddress local = (InetSocketAddress) ctx.channel().localAddress();
        Conversation opened = new Conversation(services, this, peer, local);
        conversation = opened;
        opened.opened();
        flush();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        deaf = true;
        if (conversation != null) {
            conversation.closed();
        }
        release();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (deaf) {
            bytes.release();
            return;
        }
        int length = bytes.readableBytes();
        in = in == null ? bytes : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), in, bytes);
        if (bytesPerSecond == 0) {
            drain();
        } else {
            pause(Duration.ofMillis(1000L * length / bytesPerSecond), ctx::read);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        readIfWanted();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess() && conversation != null) {
            conversation.tlsEstablished(ctx.pipeline().get(SslHandler.class).engine().getSession().getProtocol());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException) && !(cause.getCause() instanceof IOException)) {
            LOG.warn("session with {} ends", ctx.channel().remoteAddress(), cause);
        }
        release();
        var _ = ctx.close();
    }

    @Override
    public void reply(Reply reply) {
        services.tally().replied(reply.code());
        raw(reply.encoded(services.offers(Capability.ENHANCED_STATUS_CODES)));
    }

    @Override
    public void raw(byte[] bytes) {
        ChannelHandlerContext ctx = context;
        if (ctx == null || ending) {
            return;
        }
        ByteBuf buffer = out == null ? ctx.alloc().buffer(256) : out;
        out = buffer.writeBytes(bytes);
    }

    @Override
    public void close() {
        end(SessionHandler::hangUp);
    }

    @Override
    public void drop() {
        end(ctx -> {
            var _ = ctx.close();
        });
    }

    private void end(Consumer<ChannelHandlerContext> how) {
        deaf = true;
        ChannelHandlerContext ctx = context;
        if (ctx != null && !ending) {
            ByteBuf last = out == null ? ctx.alloc().buffer(0) : out;
            out = null;
            var _ = ctx.writeAndFlush(last).addListener(_ -> how.accept(ctx));
        }
        ending = true;
    }

    private static void hangUp(ChannelHandlerContext ctx) {
        SslHandler tls = ctx.pipeline().get(SslHandler.class);
        if (tls != null) {
            var _ = tls.closeOutbound();
        }
        ctx.channel().config().setAutoRead(true);
        var _ = ((SocketChannel) ctx.channel()).shutdownOutput();
        var _ = ctx.executor().schedule(() -> {
            var _ = ctx.close();
        }, LINGER.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void stall() {
        deaf = true;
    }

    @Override
    public void pause(Duration time, Runnable then) {
        holds++;
        readIfWanted();
        later(time, () -> {
            holds--;
            then.run();
            readIfWanted();
            drain();
        });
    }

    @Override
    public void later(Duration time, Runnable then) {
        if (context != null) {
            var _ = context.executor().schedule(() -> {
                then.run();
                flush();
            }, time.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void slow(int rate) {
        bytesPerSecond = rate;
        pause(Duration.ZERO, () -> {
            if (context != null) {
                context.read();
            }
        });
    }

    @Override
    public void startTls() {
        tlsDue = true;
    }

    private void drain() {
        while (in != null && in.isReadable() && holds == 0 && !deaf && !tlsDue && conversation != null
                && conversation.read(in)) {
            // Each step consumes something.
        }
        if (tlsDue) {
            upgrade();
        }
        if (in != null && (deaf || !in.isReadable())) {
            in.release();
            in = null;
        }
    }

    /** Octets that came together with STARTTLS are dropped: taken as commands under TLS they would be an injection. */
    private void upgrade() {
        tlsDue = false;
        flush();
        ChannelHandlerContext ctx = context;
        if (in != null) {
            in.skipBytes(in.readableBytes());
        }
        if (ctx != null) {
            ctx.pipeline().addFirst(services.tls().context().newHandler(ctx.alloc()));
        }
    }

    private void flush() {
        if (out != null && context != null) {
            var _ = context.writeAndFlush(out);
            out = null;
        }
    }

    private void readIfWanted() {
        if (context != null) {
            context.channel().config().setAutoRead(holds == 0 && bytesPerSecond == 0 && context.channel().isWritable());
        }
    }

    private void release() {
        if (in != null) {
            in.release();
            in = null;
        }
        if (out != null) {
            out.release();
            out = null;
        }
    }
}
