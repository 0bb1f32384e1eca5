package com.penguinmails.control.node;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.control.api.ControlRequest;
import com.penguinmails.control.api.Operation;
import com.penguinmails.control.api.Result;
import com.penguinmails.control.api.Scope;
import com.penguinmails.control.api.Words;
import com.penguinmails.control.audit.AuditLog;
import com.penguinmails.control.audit.AuditLog.Deed;
import com.penguinmails.control.audit.Author;
import com.penguinmails.control.database.Database;
import com.penguinmails.mta.http.JsonFields;
import com.penguinmails.mta.http.Problem;
import com.penguinmails.mta.http.Route;
import com.penguinmails.mta.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/node/register} and {@code /v1/node/heartbeat}, for nodes themselves. A node makes its credential itself and registers
 * its SHA-256, so that the credential crosses the network only where it is used, and a registration whose answer was lost can be
 * repeated: the same token with the same hash is answered as the first time, with another hash it is refused. Thread-safe.
 */
public final class NodeReports {
    private static final int MAX_VERSION = 100;
    private static final int MAX_ERROR = 2_000;
    /** Far beyond any, and far from where numbers end. */
    private static final long MAX_NUMBER = 1_000_000_000_000_000L;

    private final NodeStore store;
    private final AuditLog audit;

    public NodeReports(Database database, AuditLog audit, Clock clock) {
        this.store = new NodeStore(database, clock);
        this.audit = audit;
    }

    public List<Route<Operation>> routes() {
        return List.of(
                new Route<>("POST", "/v1/node/register", new Operation.Change(Scope.NODE_REGISTER, this::register)),
                new Route<>("POST", "/v1/node/heartbeat", new Operation.Change(Scope.NODE, this::heartbeat)));
    }

    private Operation.Change.Work register(ControlRequest request) {
        JsonFields fields = request.fields();
        String id = matching(fields, "credential_id", "[0-9A-Za-z]{10}", "the ten characters of its id are expected");
        String hash = matching(fields, "credential_hash", "[0-9A-Fa-f]{64}", "64 hexadecimal digits are expected")
                .toLowerCase(Locale.ROOT);
        fields.finish();
        return handle -> {
            Node node = own(request, handle);
            String known = store.credential(handle, node.id());
            if (known == null) {
                store.register(handle, node.id(), id, hash);
                Node after = store.find(handle, node.id()).orElseThrow();
                audit.write(handle, Author.of(request),
                        new Deed("", "node.registered", node.id(), node.decided(), after.decided()));
            } else if (!known.equals(hash)) {
                throw Problem.of(409, "token_used", "The token was used",
                        "it has registered a node already; create another node and take its token").toException();
            }
            return Result.ok(JsonNodeFactory.instance.objectNode().put("id", node.id()).put("name", node.name()));
        };
    }

    private static String matching(JsonFields fields, String name, String pattern, String detail) {
        int before = fields.problems().size();
        String text = fields.requiredText(name, 64);
        if (fields.problems().size() == before && !text.matches(pattern)) {
            fields.problem('/' + name, "form_invalid", detail);
        }
        return text;
    }

    private Operation.Change.Work heartbeat(ControlRequest request) {
        JsonFields fields = request.fields();
        Instant now = store.now();
        String version = Words.required(fields, "version", MAX_VERSION);
        Instant started = time(fields, "started_at");
        Instant time = time(fields, "time");
        long applied = number(fields, "applied_version");
        String error = error(fields);
        long queued = number(fields, "queued");
        fields.finish();
        var report = new Node.Report(now, version, started, applied, error, queued,
                Duration.between(now, time).toMillis());
        return handle -> {
            Node node = own(request, handle);
            store.report(handle, node.id(), report);
            long current = ConfigurationDocument.version(handle);
            if (applied > current) {
                current = ConfigurationDocument.raiseAbove(handle, applied);
            }
            ObjectNode answer = JsonNodeFactory.instance.objectNode().put("version", current);
            return Result.ok(answer.put("event_cursor", store.eventCursor(handle, node.id())));
        };
    }

    private static @Nullable String error(JsonFields fields) {
        return Words.optional(fields, "configuration_error", MAX_ERROR);
    }

    private static long number(JsonFields fields, String name) {
        if (fields.node(name) == null) {
            fields.problem('/' + name, "required", "this field must be given");
        }
        Long number = fields.whole(name, 0, MAX_NUMBER);
        return number == null ? 0 : number;
    }

    private static Instant time(JsonFields fields, String name) {
        if (fields.node(name) == null) {
            fields.problem('/' + name, "required", "this field must be given");
        }
        long millis = fields.millis(name);
        if (Math.abs(millis) > MAX_NUMBER) {
            fields.problem('/' + name, "time_invalid", "a time within some thousand years is expected");
            return Instant.EPOCH;
        }
        return Instant.ofEpochMilli(millis);
    }

    /** Its row, which it may have lost between its authentication and now. */
    private Node own(ControlRequest request, Handle handle) {
        return store.lock(handle, request.caller().keyId()).filter(node -> node.life().deregisteredAt() == null)
                .orElseThrow(() -> Problem.notFound("the node was deregistered").toException());
    }
}
