package com.penguinmails.testkit.smtp;

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
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * An SMTP receiver (RFC 5321 with the extensions of {@link Capability}) that behaves as a {@link Script} says, counts
 * what it gets and can keep it.
 *
 * <p>It is strict where senders go wrong: only CRLF ends a command and only CRLF.CRLF ends the content. It is fast
 * enough to be the far end of load tests. Thread-safe; {@link #close} closes all connections and ends its threads.
 */
public final class ScriptedReceiver implements AutoCloseable {
    private static final int BIND_ATTEMPTS = 20;
    private static final int BACKLOG = 4096;

    private final SessionServices services;
    private final EventLoopGroup eventLoops;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final List<Channel> listeners = new ArrayList<>();

    private ScriptedReceiver(ReceiverBuilder settings) {
        this.services = new SessionServices(settings);
        this.eventLoops = new MultiThreadIoEventLoopGroup(settings.threads, NioIoHandler.newFactory());
    }

    /** One free port of 127.0.0.1, the well-known local parts, messages kept in memory. */
    public static ScriptedReceiver start() {
        return builder().start();
    }

    /** Settings to change before the start. */
    public static ReceiverBuilder builder() {
        return new ReceiverBuilder();
    }

    static ScriptedReceiver start(ReceiverBuilder settings) {
        ScriptedReceiver receiver = new ScriptedReceiver(settings);
        try {
            receiver.bind(settings.addresses);
        } catch (RuntimeException e) {
            receiver.close();
            throw e;
        }
        return receiver;
    }

    /** The first address it listens on. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listeners.getFirst().localAddress();
    }

    /** All addresses it listens on, in the order they were given. */
    public List<InetSocketAddress> addresses() {
        return listeners.stream().map(c -> (InetSocketAddress) c.localAddress()).toList();
    }

    /** The port of {@link #address}. */
    public int port() {
        return address().getPort();
    }

    /** Behaves by another script from the next command on; what the rules before had counted is forgotten. */
    public void run(Script script) {
        services.run(script);
    }

    /** Rules as text, with the well-known local parts. */
    public void run(String... rules) {
        run(Script.of(rules));
    }

    /** The messages kept in memory, in the order of their arrival; empty for other ways to keep. */
    public List<ReceivedMessage> messages() {
        return services.keeper().log();
    }

    /** Forgets the messages kept in memory; counts stay. */
    public void clearMessages() {
        services.keeper().clear();
    }

    /** How often each recipient was delivered to. */
    public DeliveryCounts deliveries() {
        return services.deliveryCounts();
    }

    /** What it has seen up to now. */
    public ReceiverStats stats() {
        return services.tally().snapshot();
    }

    /** The certificate it shows after STARTTLS, self-signed; empty if it does not offer STARTTLS. */
    public Optional<X509Certificate> certificate() {
        return services.offers(Capability.STARTTLS) ? Optional.of(services.tls().certificate()) : Optional.empty();
    }

    /** Closes all open connections at once, as a crash of the host would; it goes on listening. */
    public void dropConnections() {
        var _ = connections.close().awaitUninterruptibly();
    }

    @Override
    public void close() {
        closeListeners();
        dropConnections();
        var _ = eventLoops.shutdownGracefully(0, 10, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private void bind(List<InetSocketAddress> addresses) {
        for (int attempt = 1;; attempt++) {
            try {
                bindAll(addresses);
                return;
            } catch (UncheckedIOException e) {
                // A port that is free on one address may be taken on the next: another one is as good.
                closeListeners();
                listeners.clear();
                if (attempt == BIND_ATTEMPTS || addresses.stream().allMatch(a -> a.getPort() != 0)) {
                    throw e;
                }
            }
        }
    }

    private void closeListeners() {
        for (Channel listener : listeners) {
            var _ = listener.close().awaitUninterruptibly();
        }
    }

    private void bindAll(List<InetSocketAddress> addresses) {
        ServerBootstrap bootstrap = bootstrap();
        int freePort = 0;
        for (InetSocketAddress address : addresses) {
            InetSocketAddress wanted = address.getPort() == 0
                    ? new InetSocketAddress(address.getAddress(), freePort)
                    : address;
            var bound = bootstrap.bind(wanted).awaitUninterruptibly();
            if (!bound.isSuccess()) {
                BindException failure = new BindException(
                        "cannot listen on " + wanted + ": " + bound.cause().getMessage());
                throw new UncheckedIOException(failure);
            }
            listeners.add(bound.channel());
            if (address.getPort() == 0) {
                freePort = ((InetSocketAddress) bound.channel().localAddress()).getPort();
            }
        }
    }

    private ServerBootstrap bootstrap() {
        return new ServerBootstrap().group(eventLoops).channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true).childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        connections.add(channel);
                        channel.pipeline().addLast(new SessionHandler(services));
                    }
                });
    }
}
