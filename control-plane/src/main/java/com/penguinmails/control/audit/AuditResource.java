package com.penguinmails.control.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.control.api.ControlRequest;
import com.penguinmails.control.api.Operation;
import com.penguinmails.control.api.Page;
import com.penguinmails.control.api.Scope;
import com.penguinmails.control.database.Access;
import com.penguinmails.control.database.Database;
import com.penguinmails.mta.http.Answer;
import com.penguinmails.mta.http.Problem;
import com.penguinmails.mta.http.Route;
import com.penguinmails.mta.message.Base32Id;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** {@code /v1/audit-log}: pages, the whole of it as NDJSON, and how each chain ends. Thread-safe. */
public final class AuditResource {
    private static final int BLOCK = 1_000;
    private static final String SELECT = "SELECT * FROM audit_log";

    private final Database database;

    public AuditResource(Database database) {
        this.database = database;
    }

    public List<Route<Operation>> routes() {
        return List.of(
                new Route<>("GET", "/v1/audit-log",
                        new Operation.Read(Scope.AUDIT_LOG_READ, AuditResource::list,
                                Page.parameters("chain", "target"))),
                new Route<>("GET", "/v1/audit-log/export", new Operation.Export(Scope.AUDIT_LOG_READ, this::export)),
                new Route<>("GET", "/v1/audit-log/chains",
                        new Operation.Read(Scope.AUDIT_LOG_READ, (_, handle) -> chains(handle))));
    }

    private static Answer list(ControlRequest request, Handle handle) {
        var page = Page.of(request, "audit-log", "position");
        var conditions = new ArrayList<Page.Condition>();
        for (String name : List.of("chain", "target")) {
            String value = request.single(name);
            if (!value.isEmpty()) {
                conditions.add(new Page.Condition(name + " = :" + name, name, requireName(name, value)));
            }
        }
        return page.read(handle, SELECT, conditions,
                (row, _) -> new Page.Row(Long.toString(row.getLong("position")), AuditLog.read(row)), row -> row);
    }

    private static String requireName(String parameter, String value) {
        int prefix = value.indexOf('_') + 1;
        if (!value.equals(AuditLog.OPERATOR_CHAIN) && !Base32Id.isOne(value.substring(0, prefix), value)) {
            throw Problem.badRequest("parameter_invalid", parameter + " is an id").toException();
        }
        return value;
    }

    /**
     * Chain by chain, in blocks, so that a slow reader holds no transaction open. Each chain goes as far as it went at the beginning: an
     * entry never changes, and within its chain none comes before one that is there.
     */
    private Answer export(ControlRequest request) {
        Access access = request.caller().access();
        List<Chain> chains = database.transact(access, AuditResource::allChains);
        return new Answer.Stream("application/x-ndjson", out -> {
            for (Chain chain : chains) {
                for (long number = 0; number < chain.length(); number += BLOCK) {
                    write(out, block(access, chain, number));
                }
            }
        });
    }

    private record Chain(String name, long length, String head) {}

    private static List<Chain> allChains(Handle handle) {
        return handle.createQuery("SELECT chain, length, head FROM audit_chains ORDER BY chain")
                .map((row, _) -> new Chain(row.getString("chain"), row.getLong("length"),
                        HexFormat.of().formatHex(row.getBytes("head"))))
                .list();
    }

    private List<String> block(Access access, Chain chain, long after) {
        return database.transact(access,
                handle -> handle.createQuery(SELECT
                        + " WHERE chain = :chain AND number > :after AND number <= :last ORDER BY number")
                        .bind("chain", chain.name()).bind("after", after)
                        .bind("last", Math.min(after + BLOCK, chain.length()))
                        .map((row, _) -> AuditLog.read(row).toString()).list());
    }

    private static void write(OutputStream out, List<String> lines) throws IOException {
        for (String line : lines) {
            out.write(line.getBytes(StandardCharsets.UTF_8));
            out.write('\n');
        }
        out.flush();
    }

    private static Answer chains(Handle handle) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode data = body.putArray("data");
        allChains(handle).forEach(chain -> data.addObject().put("chain", chain.name()).put("length", chain.length())
                .put("head", chain.head()));
        return Answer.Json.of(200, body);
    }
}
