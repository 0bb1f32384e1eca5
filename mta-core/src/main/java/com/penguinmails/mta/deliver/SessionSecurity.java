package com.penguinmails.mta.deliver;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** The TLS of one session, from STARTTLS on. For the channel's event loop. */
final class SessionSecurity {
    private final Channel channel;
    private final RemotePeer peer;
    private final SslContext context;
    private @Nullable SslHandler handler;

    SessionSecurity(Channel channel, RemotePeer peer, SslContext context) {
        this.channel = channel;
        this.peer = peer;
        this.context = context;
    }

    /**
     * Begins the handshake; the host's name goes along (SNI, RFC 6066 §3).
     *
     * @param failed gets the reason
     */
    void handshake(Duration limit, Runnable done, Consumer<String> failed) {
        SslHandler tls = context.newHandler(channel.alloc(), peer.host(), peer.address().getPort());
        tls.setHandshakeTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
        handler = tls;
        var _ = tls.handshakeFuture().addListener(future -> {
            if (future.isSuccess()) {
                done.run();
            } else {
                failed.accept(reason(future.cause()));
            }
        });
        channel.pipeline().addFirst("tls", tls);
    }

    private static String reason(@Nullable Throwable cause) {
        String message = cause == null ? null : cause.getMessage();
        return message == null ? "the handshake failed" : message;
    }

    /** Whether a handshake was begun and is not done. */
    boolean isHandshaking() {
        return handler != null && !handler.handshakeFuture().isSuccess();
    }

    /** Whether the session is encrypted and the receiver's certificate is valid for its host name. Checked when asked. */
    boolean isVerified() {
        if (handler == null || isHandshaking()) {
            return false;
        }
        SSLSession session = handler.engine().getSession();
        return PeerCertificate.isValid(session, peer.host());
    }
}
