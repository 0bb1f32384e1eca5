package com.penguinmails.mta.accept.http;

import com.penguinmails.mta.config.HttpConfig;
import com.penguinmails.mta.http.HttpServer;
import com.penguinmails.mta.http.MemoryBudget;
import java.io.IOException;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** The local API on its listeners. Started once, closed once. */
public final class HttpListener implements AutoCloseable {
    private final HttpServer server;
    private final ScheduledThreadPoolExecutor timer;
    private final EventResource streams;
    private final MemoryBudget memory;

    public HttpListener(HttpConfig config, ApiServices services) {
        this.timer = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("http-timer").factory());
        timer.setRemoveOnCancelPolicy(true);
        var assembly = new ApiAssembly(config, services, timer);
        var settings = new HttpServer.Settings("http", config.listen(), config.unixSocket(), config.maxConnections(),
                config.idleTimeout());
        this.server = new HttpServer(settings, assembly.api());
        this.streams = assembly.streams();
        this.memory = assembly.memory();
    }

    /** @throws IOException if an address or the Unix-domain socket cannot be listened on */
    public void start() throws IOException {
        server.start();
    }

    /** Octets of bodies that requests hold. */
    public long memoryUsed() {
        return memory.used();
    }

    /** The port of the first TCP listener; for listeners on port 0. */
    public int port() {
        return server.port();
    }

    /** Takes no more requests, ends event streams and waits a moment for requests that run. */
    @Override
    public void close() {
        streams.close();
        server.close();
        timer.shutdownNow();
    }
}
