package com.penguinmails.control.domain;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.control.api.ControlRequest;
import com.penguinmails.control.api.Operation;
import com.penguinmails.control.api.Page;
import com.penguinmails.control.api.Result;
import com.penguinmails.control.api.Scope;
import com.penguinmails.control.api.Times;
import com.penguinmails.control.api.Words;
import com.penguinmails.control.audit.Author;
import com.penguinmails.mta.http.Answer;
import com.penguinmails.mta.http.FieldProblem;
import com.penguinmails.mta.http.JsonFields;
import com.penguinmails.mta.http.Problem;
import com.penguinmails.mta.http.Route;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1/domains/{id}/transfer} and {@code …/transfers}: a domain moves to another workspace of its tenant, with its keys, its state
 * and its history. Thread-safe.
 */
final class DomainTransfers {
    private static final String PREFIX = "dtr_";
    private static final int MAX_REASON = 500;

    private final DomainTools tools;

    DomainTransfers(DomainTools tools) {
        this.tools = tools;
    }

    List<Route<Operation>> routes() {
        return List.of(
                new Route<>("POST", "/v1/domains/{id}/transfer",
                        new Operation.Change(Scope.DOMAINS_WRITE, this::transfer)),
                new Route<>("GET", "/v1/domains/{id}/transfers",
                        new Operation.Read(Scope.DOMAINS_READ, this::history, Page.parameters())));
    }

    private Operation.Change.Work transfer(ControlRequest request) {
        var _ = DomainRequests.id(request);
        JsonFields fields = request.fields();
        String workspace = DomainRequests.workspace(fields);
        String reason = Words.optional(fields, "reason", MAX_REASON);
        fields.finish();
        return handle -> moved(request, handle, workspace, reason);
    }

    private Result moved(ControlRequest request, Handle handle, String workspace, @Nullable String reason) {
        Domain before = DomainRequests.locked(tools.store(), request, handle);
        if (!DomainRequests.tenantOf(handle, workspace).equals(before.tenantId())) {
            throw Problem.invalid(List.of(new FieldProblem("/workspace_id", "tenant_differs",
                    "a domain stays with its tenant: name another workspace of the same one"))).toException();
        }
        if (workspace.equals(before.workspaceId())) {
            throw Problem.of(409, "already_there", "The domain is there already", "name another workspace")
                    .toException();
        }
        Instant now = tools.clock().instant();
        var after = new Domain(before.id(), before.tenantId(), workspace, before.name(), before.standing(),
                before.keys(), before.findings(), before.checks(), before.createdAt(), now);
        tools.ledger().change(handle, Author.of(request), before, after, "domain.transferred");
        handle.createUpdate("""
                INSERT INTO domain_transfers (id, tenant_id, domain_id, from_workspace_id, to_workspace_id, reason,
                    actor, at)
                VALUES (:id, :tenant, :domain, :from, :to, :reason, :actor, :at)""")
                .bind("id", tools.ids().next(PREFIX)).bind("tenant", before.tenantId()).bind("domain", before.id())
                .bind("from", before.workspaceId()).bind("to", workspace).bind("reason", reason)
                .bind("actor", request.caller().keyId()).bind("at", now).execute();
        return Result.ok(tools.store().show(after));
    }

    private Answer history(ControlRequest request, Handle handle) {
        Domain domain = DomainRequests.existing(tools.store(), request, handle);
        return Page.of(request, "domain-transfers", "id").read(handle, "SELECT * FROM domain_transfers",
                List.of(new Page.Condition("domain_id = :domain", "domain", domain.id())), (row, _) -> read(row),
                json -> new Page.Row(json.path("id").asText(), json));
    }

    private static ObjectNode read(ResultSet row) throws SQLException {
        return JsonNodeFactory.instance.objectNode().put("id", row.getString("id"))
                .put("domain_id", row.getString("domain_id"))
                .put("from_workspace_id", row.getString("from_workspace_id"))
                .put("to_workspace_id", row.getString("to_workspace_id")).put("reason", row.getString("reason"))
                .put("actor", row.getString("actor")).put("at", Times.text(Times.of(row, "at")));
    }
}
