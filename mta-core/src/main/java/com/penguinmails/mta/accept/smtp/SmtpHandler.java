package com.penguinmails.mta.accept.smtp;

import com.penguinmails.mta.counter.Counter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries a session on a Netty channel: octets in, replies out in one flush for each burst of octets, and the clock.
 *
 * <p>What the session does not read at once, because a message waits for its commit or the client does not take its replies, is
 * kept; beyond {@value #MAX_PENDING} octets the socket is not read any more until the session has gone on. A silent session
 * keeps no buffer at all.
 */
final class SmtpHandler extends ChannelInboundHandlerAdapter implements SessionLink {
    private static final Logger LOG = LoggerFactory.getLogger(SmtpHandler.class);
    private static final int MAX_PENDING = 64 * 1024;
    private static final int SEND_AT = 8 * 1024;
    private static final long HANDSHAKE_SECONDS = 30;
    private static final long LAST_REPLY_SECONDS = 5;

    private final ListenerContext context;
    private final Channel channel;
    private final SmtpSession session;
    private final long longestNap;
    private ByteBuf pending = Unpooled.EMPTY_BUFFER;
    private @Nullable ByteBuf replies;
    private boolean advancing;
    private boolean closing;

    /** The one event that the listener sends to its sessions: the node shuts down. */
    enum Shutdown {
        NOW
    }

    SmtpHandler(ListenerContext context, Channel channel, InetAddress remote) {
        this.context = context;
        this.channel = channel;
        this.session = new SmtpSession(context, remote, this);
        this.longestNap = Math.min(context.config().commandTimeout().toNanos(),
                context.config().dataTimeout().toNanos());
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        session.greet();
        flushReplies();
        sleepUntilTooSlow(longestNap);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf octets = (ByteBuf) message;
        try {
            context.services().counters().add(Counter.SMTP_OCTETS_RECEIVED, octets.readableBytes());
            if (pending.isReadable()) {
                keep(octets);
                advance(pending);
                pending.discardReadBytes();
            } else {
                advance(octets);
                keep(octets);
            }
        } finally {
            octets.release();
        }
        settlePending();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        flushReplies();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (channel.isWritable() && !advancing) {
            readOn();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
            session.secured();
        } else if (event instanceof Shutdown) {
            session.shutDown();
            flushReplies();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        session.disconnected();
        pending.release();
        pending = Unpooled.EMPTY_BUFFER;
        if (replies != null) {
            replies.release();
            replies = null;
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof RuntimeException && !(cause instanceof DecoderException)) {
            LOG.error("An SMTP session failed", cause);
            var _ = session.closeWith(Replies.INTERNAL);
        } else {
            LOG.debug("An SMTP connection was lost: {}", cause.toString());
            disconnect();
        }
    }

    @Override
    public void send(ServerReply reply) {
        reply.writeTo(replyBuffer());
        sendIfLong();
    }

    @Override
    public void send(String lines) {
        replyBuffer().writeCharSequence(lines, StandardCharsets.US_ASCII);
        sendIfLong();
    }

    @Override
    public boolean takesReplies() {
        return channel.isWritable();
    }

    /** The reply leaves before the TLS handler stands in the pipeline, so in clear text, and all behind it through TLS. */
    @Override
    public void startTls() {
        flushReplies();
        SslContext tls = Objects.requireNonNull(context.tls());
        SslHandler handler = tls.newHandler(channel.alloc());
        handler.setHandshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS);
        channel.pipeline().addFirst("tls", handler);
    }

    @Override
    public void close() {
        sendLast(this::disconnect);
    }

    @Override
    public void hangUp() {
        sendLast(() -> {
            if (channel instanceof DuplexChannel duplex && channel.pipeline().get(SslHandler.class) == null) {
                var _ = duplex.shutdownOutput();
            } else {
                disconnect();
            }
        });
        closeLater();
    }

    private void sendLast(Runnable then) {
        if (closing) {
            return;
        }
        closing = true;
        ByteBuf last = replies == null ? Unpooled.EMPTY_BUFFER : replies;
        replies = null;
        ChannelFuture written = channel.writeAndFlush(last);
        if (!written.isDone()) {
            closeLater();
        }
        var _ = written.addListener(_ -> then.run());
    }

    /** A client that does not take its last reply, or does not close after it, does not keep the connection. */
    private void closeLater() {
        Future<?> timer = channel.eventLoop().schedule(this::disconnect, LAST_REPLY_SECONDS, TimeUnit.SECONDS);
        var _ = channel.closeFuture().addListener(_ -> timer.cancel(false));
    }

    @Override
    public void resume(Runnable task) {
        if (channel.eventLoop().inEventLoop()) {
            run(task);
            return;
        }
        try {
            channel.eventLoop().execute(() -> run(task));
        } catch (RejectedExecutionException e) {
            LOG.debug("The listener was shut down before a reply could be sent");
        }
    }

    /** Within a burst of octets the loop of {@link SmtpSession#advance} goes on by itself. */
    private void run(Runnable task) {
        try {
            task.run();
            if (!advancing) {
                readOn();
            }
        } catch (RuntimeException e) {
            channel.pipeline().fireExceptionCaught(e);
        }
    }

    private void readOn() {
        advance(pending);
        pending.discardReadBytes();
        settlePending();
        flushReplies();
    }

    private void advance(ByteBuf octets) {
        advancing = true;
        try {
            session.advance(octets);
        } finally {
            advancing = false;
        }
    }

    private void keep(ByteBuf octets) {
        if (!octets.isReadable()) {
            return;
        }
        if (pending.capacity() == 0) {
            pending = Unpooled.buffer(octets.readableBytes());
        }
        pending.writeBytes(octets);
    }

    private void settlePending() {
        if (!pending.isReadable() && pending.capacity() > 0) {
            pending.release();
            pending = Unpooled.EMPTY_BUFFER;
        }
        boolean read = pending.readableBytes() <= MAX_PENDING;
        if (channel.config().isAutoRead() != read) {
            channel.config().setAutoRead(read);
        }
    }

    private void disconnect() {
        var _ = channel.close();
    }

    private ByteBuf replyBuffer() {
        if (replies == null) {
            replies = channel.alloc().buffer(256);
        }
        return replies;
    }

    private void sendIfLong() {
        if (replyBuffer().readableBytes() >= SEND_AT) {
            flushReplies();
        }
    }

    private void flushReplies() {
        if (replies != null) {
            ByteBuf ready = replies;
            replies = null;
            var _ = channel.writeAndFlush(ready, channel.voidPromise());
        }
    }

    private void sleepUntilTooSlow(long nanos) {
        var _ = channel.eventLoop().schedule(this::checkPatience, Math.min(nanos, longestNap), TimeUnit.NANOSECONDS);
    }

    private void checkPatience() {
        if (!channel.isActive() || closing) {
            return;
        }
        long left = session.patienceNanos();
        if (left > 0) {
            sleepUntilTooSlow(left);
        } else {
            session.timeOut();
            readOn();
        }
    }
}
