package com.penguinmails.control.node;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.control.api.ControlRequest;
import com.penguinmails.control.api.KeyCheck;
import com.penguinmails.control.api.Operation;
import com.penguinmails.control.api.Origins;
import com.penguinmails.control.api.Page;
import com.penguinmails.control.api.Result;
import com.penguinmails.control.api.Scope;
import com.penguinmails.control.api.Words;
import com.penguinmails.control.audit.AuditLog;
import com.penguinmails.control.audit.AuditLog.Deed;
import com.penguinmails.control.audit.Author;
import com.penguinmails.control.database.Access;
import com.penguinmails.control.database.Database;
import com.penguinmails.mta.accept.ApiKey;
import com.penguinmails.mta.http.Answer;
import com.penguinmails.mta.http.JsonFields;
import com.penguinmails.mta.http.Problem;
import com.penguinmails.mta.http.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * {@code /v1/nodes}, for operators. The states: invited (there is a token), active (its heartbeats come), silent (they do not),
 * draining (it takes no new mail and delivers what it has), deregistered (its credential is refused; it never comes back). A node
 * that is gone for good has no list entry, its audit entries and events stay. Thread-safe.
 */
public final class NodeResource {
    private static final int MAX_NAME = 200;
    private static final String BELONGING = "SELECT * FROM (SELECT * FROM nodes WHERE deregistered_at IS NULL) AS nodes";
    private static final String SECRET = "registration_token";
    private static final Duration TOKEN_LIFE = Duration.ofDays(1);
    private static final long MAX_TOKEN_SECONDS = Duration.ofDays(30).toSeconds();

    private final Database database;
    private final NodeStore store;
    private final AuditLog audit;
    private final Origins origins;

    public NodeResource(Database database, AuditLog audit, Origins origins) {
        this.database = database;
        this.store = new NodeStore(database, origins.clock());
        this.audit = audit;
        this.origins = origins;
    }

    /** Knows the credentials of nodes. */
    public KeyCheck check() {
        return store;
    }

    public List<Route<Operation>> routes() {
        return List.of(
                new Route<>("GET", "/v1/nodes", new Operation.Read(Scope.NODES_READ, this::list, Page.parameters())),
                new Route<>("POST", "/v1/nodes", new Operation.Change(Scope.NODES_WRITE, this::create)),
                new Route<>("GET", "/v1/nodes/{id}", new Operation.Read(Scope.NODES_READ, this::show)),
                new Route<>("POST", "/v1/nodes/{id}/drain",
                        new Operation.Change(Scope.NODES_WRITE, request -> drain(request, true))),
                new Route<>("POST", "/v1/nodes/{id}/undrain",
                        new Operation.Change(Scope.NODES_WRITE, request -> drain(request, false))),
                new Route<>("DELETE", "/v1/nodes/{id}", new Operation.Change(Scope.NODES_WRITE, this::deregister)));
    }

    /** Makes a node that may register with the token, for whoever runs both in one process. */
    public ApiKey invite(String name) {
        return database.transact(Access.OPERATOR, handle -> {
            ApiKey token = ApiKey.generate(origins.random(), false);
            var _ = add(handle, Author.SYSTEM, name + "-" + origins.ids().next(""), TOKEN_LIFE, token);
            return token;
        });
    }

    private Answer list(ControlRequest request, Handle handle) {
        Instant now = store.now();
        return Page.of(request, "nodes", "id").read(handle, BELONGING, List.of(), (row, _) -> Node.read(row),
                node -> new Page.Row(node.id(), node.toJson(now)));
    }

    private Answer show(ControlRequest request, Handle handle) {
        Node node = store.find(handle, request.id(Node.PREFIX, "node"))
                .orElseThrow(() -> request.notFound("node").toException());
        return Answer.Json.of(200, node.toJson(store.now()));
    }

    private Operation.Change.Work create(ControlRequest request) {
        JsonFields fields = request.fields();
        String name = Words.required(fields, "name", MAX_NAME);
        Long seconds = fields.whole("token_seconds", 1, MAX_TOKEN_SECONDS);
        fields.finish();
        return handle -> {
            ApiKey token = ApiKey.generate(origins.random(), false);
            Node node = add(handle, Author.of(request), name,
                    seconds == null ? TOKEN_LIFE : Duration.ofSeconds(seconds), token);
            return Result.createdWithSecret(node.toJson(node.life().createdAt()), SECRET, token.reveal());
        };
    }

    private Node add(Handle handle, Author author, String name, Duration life, ApiKey token) {
        Instant now = store.now();
        var node = new Node(origins.ids().next(Node.PREFIX), name,
                new Node.Life(now, now, now.plus(life), null, false, null), null);
        store.insert(handle, node, token);
        audit.write(handle, author, Deed.creation("", "node.created", node.id(), node.decided()));
        return node;
    }

    private Operation.Change.Work drain(ControlRequest request, boolean draining) {
        String id = request.id(Node.PREFIX, "node");
        request.requireNothing();
        return handle -> {
            Node before = belonging(request, handle, id);
            if (before.life().draining() == draining) {
                throw Problem.of(409, draining ? "already_draining" : "not_draining",
                        draining ? "The node is being drained" : "The node is not being drained",
                        "there is nothing to change").toException();
            }
            store.drain(handle, id, draining);
            return Result.ok(changed(request, handle, before, draining ? "node.drained" : "node.undrained"));
        };
    }

    private Operation.Change.Work deregister(ControlRequest request) {
        String id = request.id(Node.PREFIX, "node");
        request.requireNothing();
        return handle -> {
            Node before = belonging(request, handle, id);
            store.deregister(handle, id);
            var _ = changed(request, handle, before, "node.deregistered");
            return Result.done();
        };
    }

    private ObjectNode changed(ControlRequest request, Handle handle, Node before, String action) {
        Node after = store.find(handle, before.id()).orElseThrow();
        audit.write(handle, Author.of(request),
                new Deed("", action, before.id(), before.decided(), after.decided()));
        return after.toJson(store.now());
    }

    private Node belonging(ControlRequest request, Handle handle, String id) {
        return store.lock(handle, id).filter(node -> node.life().deregisteredAt() == null)
                .orElseThrow(() -> request.notFound("node").toException());
    }
}
