package com.penguinmails.system.simulation;

import io.netty.buffer.ByteBuf;
import io.netty.channel.AbstractChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelId;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The node's end of a connection. What it writes goes to the other end by way of the world. */
final class SimulatedChannel extends AbstractChannel {
    private static final ChannelMetadata METADATA = new ChannelMetadata(false);

    private final Network network;
    private final ChannelConfig config = new AnyOptions(this);
    private @Nullable Conversation peer;
    private @Nullable SocketAddress local;
    private @Nullable SocketAddress remote;
    private boolean closed;
    /** The node died: nothing of it is heard any more. */
    private boolean dead;

    SimulatedChannel(Network network, long number) {
        super(null, new Id(number));
        this.network = network;
    }

    /** Takes the options of a socket without a word. */
    private static final class AnyOptions extends DefaultChannelConfig {
        AnyOptions(SimulatedChannel channel) {
            super(channel);
        }

        @Override
        public <T> boolean setOption(ChannelOption<T> option, T value) {
            boolean _ = super.setOption(option, value);
            return true;
        }
    }

    private record Id(long number) implements ChannelId {
        private static final long serialVersionUID = 1;

        @Override
        public String asShortText() {
            return Long.toString(number);
        }

        @Override
        public String asLongText() {
            return asShortText();
        }

        @Override
        public int compareTo(ChannelId other) {
            return other instanceof Id id ? Long.compare(number, id.number) : 1;
        }
    }

    /** The other end is there. */
    void established(Conversation conversation, ChannelPromise promise) {
        if (closed || dead) {
            conversation.clientGone();
            return;
        }
        peer = conversation;
        boolean _ = promise.trySuccess();
        Object _ = pipeline().fireChannelActive();
    }

    void refused(ChannelPromise promise, SocketException why) {
        if (!dead) {
            boolean _ = promise.tryFailure(why);
            unsafe().close(unsafe().voidPromise());
        }
    }

    void received(String text) {
        if (!closed && !dead) {
            ByteBuf octets = alloc().buffer(text.length());
            int _ = octets.writeCharSequence(text, StandardCharsets.ISO_8859_1);
            Object _ = pipeline().fireChannelRead(octets);
            Object _ = pipeline().fireChannelReadComplete();
        }
    }

    /** The other end closed the connection. */
    void peerClosed() {
        if (!closed && !dead) {
            unsafe().close(unsafe().voidPromise());
        }
    }

    /** The process is gone, and with it this end. */
    void die() {
        dead = true;
        if (peer != null) {
            peer.clientGone();
        }
    }

    @Override
    protected AbstractUnsafe newUnsafe() {
        return new AbstractUnsafe() {
            @Override
            public void connect(SocketAddress remoteAddress, @Nullable SocketAddress localAddress,
                    ChannelPromise promise) {
                local = localAddress;
                remote = remoteAddress;
                network.connect(SimulatedChannel.this, (InetSocketAddress) remoteAddress,
                        Objects.requireNonNull((InetSocketAddress) localAddress, "every source has an address"),
                        promise);
            }
        };
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer out) throws ClosedChannelException {
        while (out.current() instanceof ByteBuf octets) {
            if (peer == null) {
                throw new ClosedChannelException();
            }
            peer.send(octets.toString(StandardCharsets.ISO_8859_1));
            boolean _ = out.remove();
        }
    }

    @Override
    protected void doClose() {
        if (!closed) {
            closed = true;
            network.closed(this);
            if (peer != null && !dead) {
                peer.clientGone();
            }
        }
    }

    @Override
    protected boolean isCompatible(EventLoop loop) {
        return loop instanceof SimulatedLoop;
    }

    @Override
    protected @Nullable SocketAddress localAddress0() {
        return local;
    }

    @Override
    protected @Nullable SocketAddress remoteAddress0() {
        return remote;
    }

    @Override
    protected void doBind(SocketAddress address) {
        local = address;
    }

    @Override
    protected void doDisconnect() {
        doClose();
    }

    @Override
    protected void doBeginRead() {}

    @Override
    public ChannelConfig config() {
        return config;
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public boolean isActive() {
        return !closed && peer != null;
    }

    @Override
    public ChannelMetadata metadata() {
        return METADATA;
    }
}
