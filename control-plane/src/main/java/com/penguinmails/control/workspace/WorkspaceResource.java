package com.penguinmails.control.workspace;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.control.api.ControlRequest;
import com.penguinmails.control.api.Operation;
import com.penguinmails.control.api.Owner;
import com.penguinmails.control.api.Page;
import com.penguinmails.control.api.Result;
import com.penguinmails.control.api.Scope;
import com.penguinmails.control.api.Words;
import com.penguinmails.control.audit.AuditLog;
import com.penguinmails.control.audit.AuditLog.Deed;
import com.penguinmails.control.audit.Author;
import com.penguinmails.mta.http.Answer;
import com.penguinmails.mta.http.JsonFields;
import com.penguinmails.mta.http.Route;
import com.penguinmails.mta.time.Clock;
import com.penguinmails.mta.time.IdGenerator;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** {@code /v1/workspaces}: a tenant's keys manage its own; an operator's names the tenant. Thread-safe. */
public final class WorkspaceResource {
    private static final int MAX_NAME = 200;
    private static final String SELECT = "SELECT * FROM workspaces";

    private final AuditLog audit;
    private final Clock clock;
    private final IdGenerator ids;

    public WorkspaceResource(AuditLog audit, Clock clock, IdGenerator ids) {
        this.audit = audit;
        this.clock = clock;
        this.ids = ids;
    }

    public List<Route<Operation>> routes() {
        return List.of(
                new Route<>("GET", "/v1/workspaces",
                        new Operation.Read(Scope.WORKSPACES_READ, WorkspaceResource::list,
                                Page.parameters("tenant_id"))),
                new Route<>("POST", "/v1/workspaces", new Operation.Change(Scope.WORKSPACES_WRITE, this::create)),
                new Route<>("GET", "/v1/workspaces/{id}",
                        new Operation.Read(Scope.WORKSPACES_READ, WorkspaceResource::show)),
                new Route<>("PATCH", "/v1/workspaces/{id}", new Operation.Change(Scope.WORKSPACES_WRITE, this::rename)),
                new Route<>("DELETE", "/v1/workspaces/{id}",
                        new Operation.Change(Scope.WORKSPACES_WRITE, this::delete)));
    }

    private static Answer list(ControlRequest request, Handle handle) {
        return Page.of(request, "workspaces", "id").read(handle, SELECT, Owner.condition(request),
                (row, _) -> Workspace.read(row), workspace -> new Page.Row(workspace.id(), workspace.toJson()));
    }

    private static Answer show(ControlRequest request, Handle handle) {
        return Answer.Json.of(200, existing(request, handle, "").toJson());
    }

    private Operation.Change.Work create(ControlRequest request) {
        JsonFields fields = request.fields();
        String tenant = Owner.required(fields, request.caller());
        String name = Words.required(fields, "name", MAX_NAME);
        fields.finish();
        return handle -> {
            Instant now = clock.instant();
            var workspace = new Workspace(ids.next(Workspace.PREFIX), tenant, name, now, now);
            handle.createUpdate("INSERT INTO workspaces VALUES (:id, :tenant, :name, :now, :now)")
                    .bind("id", workspace.id()).bind("tenant", tenant).bind("name", name).bind("now", now).execute();
            audit.write(handle, Author.of(request),
                    Deed.creation(tenant, "workspace.created", workspace.id(), workspace.toJson()));
            return Result.created(workspace.toJson());
        };
    }

    private Operation.Change.Work rename(ControlRequest request) {
        String id = request.id(Workspace.PREFIX, "workspace");
        JsonFields fields = request.fields();
        Optional<String> name = fields.has("name")
                ? Optional.of(Words.required(fields, "name", MAX_NAME))
                : Optional.empty();
        fields.finish();
        return handle -> {
            Workspace before = existing(request, handle, " FOR UPDATE");
            var after = new Workspace(id, before.tenantId(), name.orElse(before.name()), before.createdAt(),
                    clock.instant());
            handle.createUpdate("UPDATE workspaces SET name = :name, updated_at = :now WHERE id = :id").bind("id", id)
                    .bind("name", after.name()).bind("now", after.updatedAt()).execute();
            audit.write(handle, Author.of(request),
                    new Deed(after.tenantId(), "workspace.changed", id, before.toJson(), after.toJson()));
            return Result.ok(after.toJson());
        };
    }

    private Operation.Change.Work delete(ControlRequest request) {
        String id = request.id(Workspace.PREFIX, "workspace");
        request.requireNothing();
        return handle -> {
            Workspace before = existing(request, handle, " FOR UPDATE");
            handle.createUpdate("DELETE FROM workspaces WHERE id = :id").bind("id", id).execute();
            ObjectNode nothing = request.json().objectNode();
            audit.write(handle, Author.of(request),
                    new Deed(before.tenantId(), "workspace.deleted", id, before.toJson(), nothing));
            return Result.done();
        };
    }

    private static Workspace existing(ControlRequest request, Handle handle, String lock) {
        return handle.createQuery(SELECT + " WHERE id = :id" + lock)
                .bind("id", request.id(Workspace.PREFIX, "workspace")).map((row, _) -> Workspace.read(row)).findOne()
                .orElseThrow(() -> request.notFound("workspace").toException());
    }
}
