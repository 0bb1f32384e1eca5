package com.penguinmails.control.tenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.control.api.ControlRequest;
import com.penguinmails.control.api.FutureTime;
import com.penguinmails.control.api.Operation;
import com.penguinmails.control.api.Page;
import com.penguinmails.control.api.Result;
import com.penguinmails.control.api.Scope;
import com.penguinmails.control.api.Words;
import com.penguinmails.control.audit.AuditLog;
import com.penguinmails.control.audit.AuditLog.Deed;
import com.penguinmails.control.audit.Author;
import com.penguinmails.mta.http.Answer;
import com.penguinmails.mta.http.JsonFields;
import com.penguinmails.mta.http.Problem;
import com.penguinmails.mta.http.Route;
import com.penguinmails.mta.time.Clock;
import com.penguinmails.mta.time.IdGenerator;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * {@code /v1/tenants}. Operators create and change them; a tenant's key sees its own. A suspension that has an end ends then by itself:
 * whoever looks finds it over, and nothing has to wake up for it. Thread-safe.
 */
public final class TenantResource {
    private static final int MAX_REASON = 500;

    private final TenantStore store;
    private final AuditLog audit;
    private final Clock clock;
    private final IdGenerator ids;

    public TenantResource(AuditLog audit, Clock clock, IdGenerator ids) {
        this.store = new TenantStore(clock);
        this.audit = audit;
        this.clock = clock;
        this.ids = ids;
    }

    public List<Route<Operation>> routes() {
        return List.of(
                new Route<>("GET", "/v1/tenants",
                        new Operation.Read(Scope.TENANTS_READ, this::list, Page.parameters("external_id"))),
                new Route<>("POST", "/v1/tenants", new Operation.Change(Scope.TENANTS_WRITE, this::create)),
                new Route<>("GET", "/v1/tenants/{id}", new Operation.Read(Scope.TENANTS_READ, this::show)),
                new Route<>("PATCH", "/v1/tenants/{id}", new Operation.Change(Scope.TENANTS_WRITE, this::change)),
                new Route<>("POST", "/v1/tenants/{id}/suspend",
                        new Operation.Change(Scope.TENANTS_WRITE, this::suspend)),
                new Route<>("POST", "/v1/tenants/{id}/resume",
                        new Operation.Change(Scope.TENANTS_WRITE, this::resume)));
    }

    private Answer list(ControlRequest request, Handle handle) {
        return store.list(handle, Page.of(request, "tenants", "id"), request.single("external_id"));
    }

    private Answer show(ControlRequest request, Handle handle) {
        String id = request.id(Tenant.PREFIX, "tenant");
        Tenant tenant = store.find(handle, id).orElseThrow(() -> request.notFound("tenant").toException());
        return Answer.Json.of(200, TenantJson.show(tenant));
    }

    private Operation.Change.Work create(ControlRequest request) {
        Tenant.Terms terms = TenantJson.read(request.json(), TenantJson.DEFAULTS);
        return handle -> {
            Instant now = clock.instant();
            var tenant = new Tenant(ids.next(Tenant.PREFIX), terms, null, now, now);
            store.insert(handle, tenant);
            ObjectNode shown = TenantJson.show(tenant);
            audit.write(handle, Author.of(request), Deed.creation(tenant.id(), "tenant.created", tenant.id(), shown));
            return Result.created(shown);
        };
    }

    private Operation.Change.Work change(ControlRequest request) {
        String id = request.id(Tenant.PREFIX, "tenant");
        // Once without what is there, so that a wrong body is refused before the tenant is looked for.
        var _ = TenantJson.read(request.json(), named(TenantJson.DEFAULTS));
        return handle -> {
            Tenant before = locked(request, handle, id);
            Tenant.Terms terms = TenantJson.read(request.json(), before.terms());
            return update(request, handle, before,
                    new Tenant(id, terms, before.suspension(), before.createdAt(), clock.instant()), "tenant.changed");
        };
    }

    private static Tenant.Terms named(Tenant.Terms terms) {
        return new Tenant.Terms(null, "unnamed", terms.quotaPerHour(), terms.quotaPerDay(), terms.weight(),
                terms.priority(), terms.thresholds(), terms.retention());
    }

    private Operation.Change.Work suspend(ControlRequest request) {
        String id = request.id(Tenant.PREFIX, "tenant");
        Tenant.Suspension suspension = suspension(request);
        return handle -> {
            Tenant before = locked(request, handle, id);
            return update(request, handle, before,
                    new Tenant(id, before.terms(), suspension, before.createdAt(), clock.instant()),
                    "tenant.suspended");
        };
    }

    private Tenant.Suspension suspension(ControlRequest request) {
        JsonFields fields = request.fields();
        String reason = Words.required(fields, "reason", MAX_REASON);
        Instant now = clock.instant();
        Instant until = FutureTime.read(fields, "until", now);
        fields.finish();
        return new Tenant.Suspension(reason, now, until);
    }

    private Operation.Change.Work resume(ControlRequest request) {
        String id = request.id(Tenant.PREFIX, "tenant");
        request.requireNothing();
        return handle -> {
            Tenant before = locked(request, handle, id);
            if (before.suspension() == null) {
                throw Problem.of(409, "not_suspended", "The tenant is not suspended", "there is nothing to resume")
                        .toException();
            }
            return update(request, handle, before,
                    new Tenant(id, before.terms(), null, before.createdAt(), clock.instant()), "tenant.resumed");
        };
    }

    private Tenant locked(ControlRequest request, Handle handle, String id) {
        return store.lock(handle, id).orElseThrow(() -> request.notFound("tenant").toException());
    }

    private Result update(ControlRequest request, Handle handle, Tenant before, Tenant after, String action) {
        store.update(handle, after);
        ObjectNode shown = TenantJson.show(after);
        audit.write(handle, Author.of(request),
                new Deed(after.id(), action, after.id(), TenantJson.show(before), shown));
        return Result.ok(shown);
    }
}
