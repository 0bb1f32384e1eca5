package com.penguinmails.mta.node;

import com.penguinmails.mta.accept.AcceptLimits;
import com.penguinmails.mta.accept.IdempotencyLedger;
import com.penguinmails.mta.accept.NodeAcceptor;
import com.penguinmails.mta.accept.http.ApiServices;
import com.penguinmails.mta.accept.http.HttpListener;
import com.penguinmails.mta.accept.smtp.SmtpIdentity;
import com.penguinmails.mta.accept.smtp.SmtpListener;
import com.penguinmails.mta.accept.smtp.SmtpServices;
import com.penguinmails.mta.admin.AdminServer;
import com.penguinmails.mta.config.Endpoint;
import com.penguinmails.mta.config.NodeConfig;
import com.penguinmails.mta.schedule.QueueProxy;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** The three ports of a node. */
final class NodeListeners implements AutoCloseable {
    private final SmtpListener smtp;
    private final HttpListener http;
    private final AdminServer admin;
    private final NodeConfig config;
    private List<Endpoint> smtpEndpoints = List.of();
    private List<Endpoint> adminEndpoints = List.of();

    NodeListeners(NodeFoundation foundation, NodeSettings settings, NodeStorage storage, QueueProxy queue,
            NodeReload reload,
            IdempotencyLedger ledger) throws IOException {
        this.config = settings.config();
        AcceptLimits limits = AcceptLimits.of(config);
        var acceptor = new NodeAcceptor(storage.spool(), queue, ledger,
                new NodeAcceptor.Rules(limits, reload.admission()), foundation.clock(), foundation.counters());
        this.smtp = new SmtpListener(new SmtpIdentity(settings.nodeName(), config.http().idempotencyRetention()),
                config.smtp(),
                new SmtpServices(acceptor, reload::keys, foundation.ids(), foundation.clock(), foundation.counters()),
                foundation.loops());
        this.http = new HttpListener(config.http(),
                new ApiServices(acceptor, ledger, storage.spool(), queue, storage.events(), reload::keys, limits,
                        foundation.ids(), foundation.clock(), foundation.counters(), settings.nodeName(),
                        config.smtp().defaultTenant(), reload::places, reload.admission()));
        this.admin = new AdminServer(reload, storage.spool(),
                new AdminServer.QueueAccess(queue, queue.commandDesk(), queue.warmUpDesk()),
                foundation.metrics(), config.admin(),
                new AdminServer.Origins(foundation.ids(), foundation.clock()));
        foundation.metrics().gauge("penguin_smtp_sessions", "Open sessions of the SMTP listener.", smtp::sessionCount);
        foundation.metrics().gauge("penguin_smtp_memory_bytes", "Octets of messages that the SMTP listener holds.",
                smtp::memoryUsed);
        foundation.metrics().gauge("penguin_http_memory_bytes", "Octets of bodies that requests of the local API hold.",
                http::memoryUsed);
    }

    /** Both HTTP servers begin on a thread of their own: they take longer than all else here. Everything listens when this returns. */
    void start() throws IOException {
        var web = new CompletableFuture<@Nullable Void>();
        Thread.ofPlatform().name("http-start").start(() -> startWeb(web));
        try {
            smtpEndpoints = smtp.start().stream().map(NodeListeners::endpoint).toList();
        } finally {
            awaitWeb(web);
        }
    }

    private void startWeb(CompletableFuture<@Nullable Void> web) {
        try {
            adminEndpoints = admin.start(config.admin().listen());
            http.start();
            web.complete(null);
        } catch (IOException | RuntimeException | LinkageError e) {
            web.completeExceptionally(e);
        }
    }

    private static void awaitWeb(CompletableFuture<@Nullable Void> web) throws IOException {
        try {
            var _ = web.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private static Endpoint endpoint(InetSocketAddress address) {
        return new Endpoint(address.getAddress().getHostAddress(), address.getPort());
    }

    List<Endpoint> smtp() {
        return smtpEndpoints;
    }

    List<Endpoint> http() {
        if (config.http().listen().isEmpty()) {
            return List.of();
        }
        return List.of(new Endpoint(config.http().listen().getFirst().host(), http.port()));
    }

    List<Endpoint> admin() {
        return adminEndpoints;
    }

    @Override
    public void close() {
        smtp.close();
        http.close();
        admin.close();
    }
}
