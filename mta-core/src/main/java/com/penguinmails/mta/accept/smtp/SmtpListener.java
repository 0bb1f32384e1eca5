package com.penguinmails.mta.accept.smtp;

import com.penguinmails.mta.config.Endpoint;
import com.penguinmails.mta.config.SmtpConfig;
import com.penguinmails.mta.counter.Counter;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for submissions by SMTP (RFC 5321, RFC 6409) with PIPELINING, SIZE, 8BITMIME, SMTPUTF8, CHUNKING, DSN,
 * ENHANCEDSTATUSCODES, STARTTLS and AUTH. Never an open relay: a client gives a key, or it is on loopback and the configuration
 * trusts that.
 *
 * <p>Start once, close once; the event loops stay the caller's.
 */
public final class SmtpListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SmtpListener.class);
    private static final int BACKLOG = 1024;
    private static final long CLOSE_SECONDS = 5;

    private final SmtpConfig config;
    private final SmtpServices services;
    private final ListenerContext context;
    private final ConnectionCounts counts;
    private final EventLoopGroup eventLoops;
    private final Class<? extends ServerChannel> channelType;
    private final List<Channel> listening = new ArrayList<>();
    private final ChannelGroup sessions = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    /**
     * Does not listen yet.
     *
     * @param eventLoops for NIO
     * @throws IOException if the certificate or its key cannot be read
     */
    public SmtpListener(SmtpIdentity identity, SmtpConfig config, SmtpServices services, EventLoopGroup eventLoops)
            throws IOException {
        this(identity, config, services, eventLoops, NioServerSocketChannel.class);
    }

    /** @param channelType the kind of server socket that belongs to {@code eventLoops} */
    public SmtpListener(SmtpIdentity identity, SmtpConfig config, SmtpServices services, EventLoopGroup eventLoops,
            Class<? extends ServerChannel> channelType) throws IOException {
        this.config = config;
        this.services = services;
        this.context = new ListenerContext(identity, config, services, tls(config));
        this.counts = new ConnectionCounts(config.maxConnections(), config.maxConnectionsPerAddress());
        this.eventLoops = eventLoops;
        this.channelType = channelType;
    }

    /**
     * Begins to listen.
     *
     * @return the addresses, in the order of the configuration, with the ports that were given for port 0
     * @throws IOException naming the address that cannot be had
     */
    public List<InetSocketAddress> start() throws IOException {
        var bound = new ArrayList<InetSocketAddress>();
        for (Endpoint endpoint : config.listen()) {
            Channel channel = bind(endpoint);
            listening.add(channel);
            bound.add((InetSocketAddress) channel.localAddress());
            LOG.info("SMTP listens on {}", channel.localAddress());
        }
        return List.copyOf(bound);
    }

    /** How many sessions there are. */
    public int sessionCount() {
        return counts.all();
    }

    /** How many octets of messages are in memory just now. */
    public long memoryUsed() {
        return context.budget().used();
    }

    /** Takes no new session, lets messages that are under way end for some seconds, and closes what is left. */
    @Override
    public void close() {
        listening.forEach(channel -> channel.close().awaitUninterruptibly());
        sessions.forEach(channel -> channel.pipeline().fireUserEventTriggered(SmtpHandler.Shutdown.NOW));
        boolean ended = sessions.newCloseFuture().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            LOG.info("Closing {} SMTP sessions that did not end by themselves", sessions.size());
            sessions.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private Channel bind(Endpoint endpoint) throws IOException {
        var bootstrap = new ServerBootstrap().group(eventLoops).channel(channelType)
                .option(ChannelOption.SO_BACKLOG, BACKLOG).option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        admit(channel);
                    }
                });
        var bound = bootstrap.bind(endpoint.toSocketAddress()).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException("cannot listen for SMTP on " + endpoint + ": " + bound.cause().getMessage(),
                    bound.cause());
        }
        return bound.channel();
    }

    private void admit(SocketChannel channel) {
        InetSocketAddress remote = channel.remoteAddress();
        if (remote == null) {
            var _ = channel.close();
            return;
        }
        InetAddress address = remote.getAddress();
        switch (counts.enter(address)) {
            case ADMITTED -> begin(channel, address);
            case TOO_MANY -> refuse(channel, Replies.TOO_MANY_CONNECTIONS);
            case TOO_MANY_FROM_ADDRESS -> refuse(channel, Replies.TOO_MANY_FROM_ADDRESS);
        }
    }

    private void begin(SocketChannel channel, InetAddress address) {
        services.counters().increment(Counter.SMTP_CONNECTIONS);
        channel.closeFuture().addListener(_ -> counts.leave(address));
        sessions.add(channel);
        channel.pipeline().addLast("session", new SmtpHandler(context, channel, address));
    }

    private void refuse(SocketChannel channel, ServerReply reply) {
        services.counters().increment(Counter.SMTP_CONNECTIONS_REFUSED);
        channel.pipeline().addLast("refusal", new RefusingHandler(reply));
    }

    private static @Nullable SslContext tls(SmtpConfig config) throws IOException {
        Path certificate = config.certificate();
        Path privateKey = config.privateKey();
        if (certificate == null || privateKey == null) {
            return null;
        }
        try {
            return SslContextBuilder.forServer(certificate.toFile(), privateKey.toFile()).build();
        } catch (IllegalArgumentException | SSLException e) {
            throw new IOException("smtp.certificate and smtp.private_key: PEM files of a certificate chain and its"
                    + " PKCS#8 key are expected: " + e.getMessage(), e);
        }
    }
}
