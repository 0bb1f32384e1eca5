package com.penguinmails.mta.deliver;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Feeds a session from its channel. */
public final class SmtpSessionHandler extends ChannelInboundHandlerAdapter {
    private final SmtpSession session;

    public SmtpSessionHandler(SmtpSession session) {
        this.session = session;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        session.connected();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var octets = (ByteBuf) message;
        try {
            session.received(octets);
        } finally {
            octets.release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        session.disconnected();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        session.writable();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        session.broken(cause);
    }
}
