package com.penguinmails.mta.accept.http;

import com.penguinmails.mta.accept.MemoryBudget;
import com.penguinmails.mta.config.Endpoint;
import com.penguinmails.mta.config.HttpConfig;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/**
 * The local API: listens on TCP and on a Unix-domain socket, and hands every request to {@link ApiServer} on a virtual thread of
 * its own. Started once, closed once.
 */
public final class HttpListener implements AutoCloseable {
    private final HttpConfig config;
    private final ApiServer api;
    private final ScheduledThreadPoolExecutor timer;
    private final EventResource streams;
    private final MemoryBudget memory;
    private @Nullable WebServer server;

    public HttpListener(HttpConfig config, ApiServices services) {
        this.config = config;
        this.timer = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("http-timer").factory());
        timer.setRemoveOnCancelPolicy(true);
        var assembly = new ApiAssembly(config, services, timer);
        this.api = assembly.server();
        this.streams = assembly.streams();
        this.memory = assembly.memory();
    }

    /** @throws IOException if an address or the Unix-domain socket cannot be listened on */
    public void start() throws IOException {
        if (config.listen().isEmpty() && config.unixSocket() == null) {
            return;
        }
        WebServerConfig.Builder builder = WebServer.builder().shutdownHook(false);
        Path socket = config.unixSocket();
        int first = config.listen().isEmpty() ? -1 : 0;
        if (first == 0) {
            bind(builder, config.listen().getFirst());
        } else if (socket != null) {
            builder.bindAddress(UnixDomainSocketAddress.of(socket));
        }
        apply(builder);
        for (int i = 1; i < config.listen().size(); i++) {
            ListenerConfig.Builder further = ListenerConfig.builder();
            bind(further, config.listen().get(i));
            apply(further);
            builder.putSocket("tcp-" + i, further.build());
        }
        if (socket != null) {
            new UnixSocketFile(socket).removeStale();
            if (first == 0) {
                ListenerConfig.Builder local = ListenerConfig.builder().bindAddress(UnixDomainSocketAddress.of(socket));
                apply(local);
                builder.putSocket("unix", local.build());
            }
        }
        launch(builder, socket);
    }

    private void launch(WebServerConfig.Builder builder, @Nullable Path socket) throws IOException {
        WebServer started = builder.build();
        server = started;
        try {
            started.start();
        } catch (IllegalStateException | UncheckedIOException e) {
            throw new IOException("http.listen: " + e.getMessage(), e);
        }
        if (socket != null) {
            new UnixSocketFile(socket).restrict();
        }
    }

    private static void bind(ListenerConfig.BuilderBase<?, ?> builder, Endpoint endpoint) {
        builder.host(endpoint.host());
        builder.port(endpoint.port());
    }

    private void apply(ListenerConfig.BuilderBase<?, ?> builder) {
        builder.routing(HttpRouting.builder().any(api::handle));
        builder.maxTcpConnections(config.maxConnections());
        builder.idleConnectionTimeout(config.idleTimeout());
        builder.idleConnectionPeriod(Duration.ofMillis(Math.max(config.idleTimeout().toMillis() / 4, 250)));
        builder.directHandlers(malformed());
    }

    /** What is no HTTP never reaches a route; it is answered with a problem all the same. */
    private static DirectHandlers malformed() {
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
            handlers.addHandler(type, HttpListener::answerMalformed);
        }
        return handlers.build();
    }

    private static DirectHandler.TransportResponse answerMalformed(DirectHandler.TransportRequest request,
            DirectHandler.EventType type, Status status, ServerResponseHeaders headers, String message) {
        Problem problem = Problem.of(status.code(), "http_malformed", status.reasonPhrase(),
                "the request is not valid HTTP/1.1");
        String body = ProblemJson.write(problem, "", "").toString();
        return DirectHandler.TransportResponse.builder().status(status).headers(headers)
                .header(HeaderNames.CONTENT_TYPE, ProblemJson.MEDIA_TYPE).keepAlive(false)
                .entity(body.getBytes(StandardCharsets.UTF_8)).build();
    }

    /** Octets of bodies that requests hold. */
    public long memoryUsed() {
        return memory.used();
    }

    /** The port of the first TCP listener; for listeners on port 0. */
    public int port() {
        WebServer running = server;
        if (running == null) {
            throw new IllegalStateException("the listener was not started");
        }
        return running.port();
    }

    /** Takes no more requests, ends event streams and waits a moment for requests that run. */
    @Override
    public void close() {
        streams.close();
        WebServer running = server;
        if (running != null) {
            running.stop();
        }
        timer.shutdownNow();
    }
}
