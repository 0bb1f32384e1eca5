package com.penguinmails.control.domain;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.control.api.ControlRequest;
import com.penguinmails.control.api.Operation;
import com.penguinmails.control.api.Result;
import com.penguinmails.control.api.Scope;
import com.penguinmails.control.audit.Author;
import com.penguinmails.dns.DomainName;
import com.penguinmails.mta.http.JsonFields;
import com.penguinmails.mta.http.Route;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/domains/batch}: up to 500 domains from a CSV. A line that is wrong is told and keeps no other from being done. Their
 * signing keys are made after the answer, since 500 RSA keys take a minute. Thread-safe.
 */
final class DomainImport {
    private static final int MAX_CSV = 60_000;

    private final DomainTools tools;
    private final Runnable wake;

    /** @param wake has the keys made */
    DomainImport(DomainTools tools, Runnable wake) {
        this.tools = tools;
        this.wake = wake;
    }

    List<Route<Operation>> routes() {
        return List.of(
                new Route<>("POST", "/v1/domains/batch", new Operation.Change(Scope.DOMAINS_WRITE, this::prepare)));
    }

    private Operation.Change.Work prepare(ControlRequest request) {
        JsonFields fields = request.fields();
        String workspace = DomainRequests.workspace(fields);
        List<DomainCsv.Row> rows = rows(fields);
        fields.finish();
        return handle -> {
            var run = new Run(request, handle, workspace, DomainRequests.tenantOf(handle, workspace));
            rows.forEach(run::take);
            wake.run();
            return Result.ok(run.answer);
        };
    }

    private static List<DomainCsv.Row> rows(JsonFields fields) {
        String csv = fields.requiredText("csv", MAX_CSV);
        try {
            return csv.isEmpty() ? List.of() : DomainCsv.parse(csv);
        } catch (IllegalArgumentException e) {
            fields.problem("/csv", "csv_invalid", String.valueOf(e.getMessage()));
            return List.of();
        }
    }

    /** One file, in one transaction. */
    private final class Run {
        private final ControlRequest request;
        private final Handle handle;
        private final String workspace;
        private final String tenant;
        private final Set<DomainName> seen = new HashSet<>();
        private final ObjectNode answer;
        private final ArrayNode created;
        private final ArrayNode errors;

        Run(ControlRequest request, Handle handle, String workspace, String tenant) {
            this.request = request;
            this.handle = handle;
            this.workspace = workspace;
            this.tenant = tenant;
            this.answer = request.json().objectNode();
            this.created = answer.putArray("created");
            this.errors = answer.putArray("errors");
        }

        void take(DomainCsv.Row row) {
            String problem = row.problem().isEmpty() ? DomainRequests.problemOf(row.name()) : row.problem();
            if (problem != null) {
                refuse(row, row.problem().isEmpty() ? "domain_invalid" : "line_invalid", problem);
                return;
            }
            DomainName name = DomainNames.parse(row.name());
            String into = workspaceOf(row.workspace());
            if (!seen.add(name)) {
                refuse(row, "repeated", "the name stands on a line above already");
            } else if (into == null) {
                refuse(row, "workspace_not_found", "the tenant has no workspace with this id");
            } else {
                create(row, name, into);
            }
        }

        private @Nullable String workspaceOf(@Nullable String named) {
            if (named == null || named.equals(workspace)) {
                return workspace;
            }
            Optional<String> owner = DomainStore.tenantOf(handle, named);
            return owner.filter(tenant::equals).isPresent() ? named : null;
        }

        private void create(DomainCsv.Row row, DomainName name, String into) {
            Instant now = tools.clock().instant();
            var domain = new Domain(tools.ids().next(Domain.PREFIX), tenant, into, name,
                    Standing.beginning(now, "its signing keys are being made"), List.of(),
                    DomainJson.findings(List.of()), new Domain.Checks(null, now), now, now);
            if (tools.ledger().create(handle, Author.of(request), domain, true)) {
                created.addObject().put("line", row.line()).put("id", domain.id()).put("name", name.toString());
            } else {
                refuse(row, "already_exists", "the tenant has a domain of this name already");
            }
        }

        private void refuse(DomainCsv.Row row, String code, String detail) {
            String shown = row.name().length() > 253 ? row.name().substring(0, 253) : row.name();
            errors.addObject().put("line", row.line()).put("name", shown.replaceAll("\\p{C}", "?"))
                    .put("code", code).put("detail", detail);
        }
    }
}
