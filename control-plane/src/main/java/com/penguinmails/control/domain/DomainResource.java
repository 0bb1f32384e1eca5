package com.penguinmails.control.domain;

import com.penguinmails.control.api.ControlRequest;
import com.penguinmails.control.api.Operation;
import com.penguinmails.control.api.Owner;
import com.penguinmails.control.api.Page;
import com.penguinmails.control.api.Result;
import com.penguinmails.control.api.Scope;
import com.penguinmails.control.audit.Author;
import com.penguinmails.control.record.DomainRecords;
import com.penguinmails.control.record.RecordReport;
import com.penguinmails.dns.DomainName;
import com.penguinmails.mta.http.Answer;
import com.penguinmails.mta.http.JsonFields;
import com.penguinmails.mta.http.Route;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** {@code /v1/domains}: made in a workspace, which says whose they are; looked at when somebody asks for it. Thread-safe. */
final class DomainResource {
    private static final int MAX_NAME = 253;

    private final DomainTools tools;

    DomainResource(DomainTools tools) {
        this.tools = tools;
    }

    List<Route<Operation>> routes() {
        return List.of(
                new Route<>("GET", "/v1/domains", new Operation.Read(Scope.DOMAINS_READ, this::list,
                        Page.parameters("tenant_id", "workspace_id", "name"))),
                new Route<>("POST", "/v1/domains", new Operation.Change(Scope.DOMAINS_WRITE, this::create)),
                new Route<>("GET", "/v1/domains/{id}", new Operation.Read(Scope.DOMAINS_READ, this::show)),
                new Route<>("DELETE", "/v1/domains/{id}", new Operation.Change(Scope.DOMAINS_WRITE, this::delete)),
                new Route<>("POST", "/v1/domains/{id}/verify",
                        new Operation.Change(Scope.DOMAINS_WRITE, this::verify)),
                new Route<>("GET", "/v1/domains/{id}/zone-file",
                        new Operation.Read(Scope.DOMAINS_READ, this::zoneFile)));
    }

    private Answer list(ControlRequest request, Handle handle) {
        var conditions = new ArrayList<>(Owner.condition(request));
        String workspace = request.single("workspace_id");
        if (!workspace.isEmpty()) {
            conditions.add(new Page.Condition("workspace_id = :workspace", "workspace", workspace));
        }
        String name = request.single("name");
        if (!name.isEmpty()) {
            // A text that is no name is the name of nothing.
            conditions.add(new Page.Condition("name = :name", "name",
                    DomainName.parse(name).map(DomainName::toString).orElse(name)));
        }
        return tools.store().list(handle, Page.of(request, "domains", "id"), conditions);
    }

    private Answer show(ControlRequest request, Handle handle) {
        return Answer.Json.of(200, tools.store().show(DomainRequests.existing(tools.store(), request, handle)));
    }

    private Answer zoneFile(ControlRequest request, Handle handle) {
        Domain domain = DomainRequests.existing(tools.store(), request, handle);
        return new Answer.Document("text/plain",
                DomainRecords.zoneFile(domain.name(), tools.verifier().records(domain)), Map.of());
    }

    private Operation.Change.Work create(ControlRequest request) {
        JsonFields fields = request.fields();
        String workspace = DomainRequests.workspace(fields);
        String text = fields.requiredText("name", MAX_NAME);
        String problem = text.isEmpty() ? null : DomainRequests.problemOf(text);
        if (problem != null) {
            fields.problem("/name", "domain_invalid", problem);
        }
        fields.finish();
        DomainName name = DomainNames.parse(text);
        String id = tools.ids().next(Domain.PREFIX);
        List<KeyMaker.Made> keys = tools.keys().pair(id, tools.clock().instant(), tools.config().keyOverlap());
        return handle -> {
            Domain domain = fresh(id, DomainRequests.tenantOf(handle, workspace), workspace, name,
                    keys.stream().map(KeyMaker.Made::key).toList());
            var _ = tools.ledger().create(handle, Author.of(request), domain, false);
            keys.forEach(made -> tools.ledger().keyMade(handle, Author.of(request), domain, made));
            return Result.created(tools.store().show(domain));
        };
    }

    private Domain fresh(String id, String tenant, String workspace, DomainName name, List<DomainKey> keys) {
        Instant now = tools.clock().instant();
        return new Domain(id, tenant, workspace, name,
                Standing.beginning(now, "publish the records and have them verified"), keys,
                DomainJson.findings(List.of()), new Domain.Checks(null, now.plus(tools.config().recheckPending())), now,
                now);
    }

    private Operation.Change.Work delete(ControlRequest request) {
        var _ = DomainRequests.id(request);
        request.requireNothing();
        return handle -> {
            tools.ledger().delete(handle, Author.of(request),
                    DomainRequests.locked(tools.store(), request, handle));
            return Result.done();
        };
    }

    private Operation.Change.Work verify(ControlRequest request) {
        request.requireNothing();
        Domain domain = tools.database().transact(request.caller().access(),
                handle -> DomainRequests.existing(tools.store(), request, handle));
        List<RecordReport> reports = tools.verifier().look(domain);
        return handle -> Result.ok(tools.store().show(tools.verifier()
                .apply(handle, domain.id(), reports, Author.of(request))
                .orElseThrow(() -> request.notFound("domain").toException())));
    }
}
