package com.penguinmails.mta.http;

import com.penguinmails.mta.config.Endpoint;
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
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Listens on TCP and on a Unix-domain socket, and hands every request to an {@link HttpApi} on a virtual thread of its own. Started
 * once, closed once.
 */
public final class HttpServer implements AutoCloseable {
    private final Settings settings;
    private final HttpApi api;
    private @Nullable WebServer server;

    public HttpServer(Settings settings, HttpApi api) {
        this.settings = settings;
        this.api = api;
    }

    /**
     * Where and how to listen.
     *
     * @param key the configuration's word for it, such as {@code http}; problems name it
     * @param listen empty: no TCP listener
     * @param unixSocket null: none
     * @param maxConnections on each of them
     * @param idleTimeout after which a silent connection is closed
     */
    public record Settings(String key, List<Endpoint> listen, @Nullable Path unixSocket, int maxConnections,
            Duration idleTimeout) {
        public Settings {
            listen = List.copyOf(listen);
        }
    }

    /** @throws IOException if an address or the Unix-domain socket cannot be listened on */
    public void start() throws IOException {
        Path socket = settings.unixSocket();
        if (settings.listen().isEmpty() && socket == null) {
            return;
        }
        WebServerConfig.Builder builder = WebServer.builder().shutdownHook(false);
        int first = settings.listen().isEmpty() ? -1 : 0;
        if (first == 0) {
            bind(builder, settings.listen().getFirst());
        } else if (socket != null) {
            builder.bindAddress(UnixDomainSocketAddress.of(socket));
        }
        apply(builder);
        for (int i = 1; i < settings.listen().size(); i++) {
            ListenerConfig.Builder further = ListenerConfig.builder();
            bind(further, settings.listen().get(i));
            apply(further);
            builder.putSocket(further(i), further.build());
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
            throw new IOException(settings.key() + ".listen: " + e.getMessage(), e);
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
        builder.maxTcpConnections(settings.maxConnections());
        builder.idleConnectionTimeout(settings.idleTimeout());
        builder.idleConnectionPeriod(Duration.ofMillis(Math.max(settings.idleTimeout().toMillis() / 4, 250)));
        builder.directHandlers(malformed());
    }

    private static String further(int index) {
        return "tcp-" + index;
    }

    /** What is no HTTP never reaches a route; it is answered with a problem all the same. */
    private static DirectHandlers malformed() {
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
            handlers.addHandler(type, HttpServer::answerMalformed);
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

    /** The port of the first TCP listener; for listeners on port 0. */
    public int port() {
        return running().port();
    }

    /** The TCP listeners with the ports that the system gave. */
    public List<Endpoint> endpoints() {
        var bound = new ArrayList<Endpoint>();
        for (int i = 0; i < settings.listen().size(); i++) {
            int port = i == 0 ? running().port() : running().port(further(i));
            bound.add(new Endpoint(settings.listen().get(i).host(), port));
        }
        return bound;
    }

    private WebServer running() {
        WebServer running = server;
        if (running == null) {
            throw new IllegalStateException("the listener was not started");
        }
        return running;
    }

    /** Takes no more requests and waits a moment for requests that run. */
    @Override
    public void close() {
        WebServer running = server;
        if (running != null) {
            running.stop();
        }
    }
}
