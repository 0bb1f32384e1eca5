package com.penguinmails.control.domain;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.control.api.ControlRequest;
import com.penguinmails.control.api.Operation;
import com.penguinmails.control.api.Result;
import com.penguinmails.control.api.Scope;
import com.penguinmails.control.audit.AuditLog;
import com.penguinmails.control.audit.AuditLog.Deed;
import com.penguinmails.control.audit.Author;
import com.penguinmails.control.record.ExpectedRecord;
import com.penguinmails.control.record.Purpose;
import com.penguinmails.control.record.RecordReport;
import com.penguinmails.control.record.RecordStatus;
import com.penguinmails.dns.DomainName;
import com.penguinmails.dns.DynamicUpdate;
import com.penguinmails.dns.DynamicUpdate.TsigKey;
import com.penguinmails.mta.config.Endpoint;
import com.penguinmails.mta.http.JsonFields;
import com.penguinmails.mta.http.Route;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/domains/{id}/publish}: writes the records that are missing or wrong into the customer's zone, with a dynamic update
 * (RFC 2136) under a key (TSIG) that stands in the request and is kept nowhere. Only servers that the configuration names are spoken
 * to. A DMARC record that is there already is the customer's, and stays. Thread-safe.
 */
final class DomainPublication {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int TTL_SECONDS = 3600;
    private static final int MAX_TEXT = 253;

    private final DomainTools tools;
    private final AuditLog audit;

    DomainPublication(DomainTools tools, AuditLog audit) {
        this.tools = tools;
        this.audit = audit;
    }

    List<Route<Operation>> routes() {
        return List.of(new Route<>("POST", "/v1/domains/{id}/publish",
                new Operation.Change(Scope.DOMAINS_WRITE, this::publish)));
    }

    private record Order(@Nullable Endpoint server, @Nullable DomainName zone, @Nullable TsigKey key) {}

    private Operation.Change.Work publish(ControlRequest request) {
        JsonFields fields = request.fields();
        Order order = read(fields);
        fields.finish();
        Domain domain = tools.database().transact(request.caller().access(),
                handle -> DomainRequests.existing(tools.store(), request, handle));
        DomainName zone = order.zone() == null ? domain.name() : order.zone();
        if (!tools.config().updateServers().contains(order.server())) {
            fields.problem("/server", "server_not_allowed",
                    "updates go only to servers that stand in domains.update_servers of the configuration");
        }
        if (!domain.name().equals(zone) && !domain.name().toString().endsWith("." + zone)) {
            fields.problem("/zone", "zone_invalid", "the zone is the domain itself or one above it");
        }
        fields.finish();
        List<ExpectedRecord> missing = tools.verifier().look(domain).stream().filter(DomainPublication::isToWrite)
                .map(RecordReport::expected).toList();
        Optional<String> problem = missing.isEmpty() ? Optional.empty() : send(order, zone, missing);
        return handle -> written(request, handle, zone, missing, problem.orElse(null));
    }

    private static Order read(JsonFields fields) {
        Endpoint server = fields.parsed("server", "server_invalid", Endpoint::parse);
        if (fields.node("server") == null) {
            fields.problem("/server", "required", "this field must be given");
        }
        DomainName zone = fields.parsed("zone", "domain_invalid", DomainNames::parse);
        if (!(fields.node("tsig") instanceof ObjectNode object)) {
            fields.problem("/tsig", fields.node("tsig") == null ? "required" : "type_invalid",
                    "an object with name, algorithm and secret is expected");
            return new Order(server, zone, null);
        }
        return new Order(server, zone, key(fields.within("/tsig", object)));
    }

    private static @Nullable TsigKey key(JsonFields fields) {
        String name = fields.requiredText("name", MAX_TEXT);
        String algorithm = fields.word("algorithm", TsigKey.ALGORITHMS);
        String secret = fields.requiredText("secret", MAX_TEXT);
        Optional<DomainName> parsed = DomainName.parse(name.replaceFirst("\\.$", ""));
        if (!name.isEmpty() && parsed.isEmpty()) {
            fields.problem("/name", "name_invalid", "the key's name is a domain name");
        }
        fields.refuseUnknown();
        try {
            return parsed.isEmpty() || secret.isEmpty()
                    ? null
                    : new TsigKey(parsed.get(), algorithm == null ? TsigKey.ALGORITHMS.getFirst() : algorithm, secret);
        } catch (IllegalArgumentException e) {
            fields.problem("/secret", "secret_invalid", "the secret is base64, as the server's configuration has it");
            return null;
        }
    }

    private static boolean isToWrite(RecordReport report) {
        RecordStatus status = report.finding().status();
        return status == RecordStatus.MISSING
                || status == RecordStatus.WRONG && report.expected().purpose() != Purpose.DMARC;
    }

    private static Optional<String> send(Order order, DomainName zone, List<ExpectedRecord> records) {
        Endpoint server = order.server();
        TsigKey key = order.key();
        if (server == null || key == null) {
            throw new IllegalStateException("a request without them was refused");
        }
        List<DynamicUpdate.Change> changes = records.stream().map(record -> new DynamicUpdate.Change(record.host(),
                record.type(), record.value(), record.purpose() != Purpose.DMARC)).toList();
        return new DynamicUpdate(server.toSocketAddress(), key, TIMEOUT).send(zone, changes, TTL_SECONDS);
    }

    private Result written(ControlRequest request, Handle handle, DomainName zone, List<ExpectedRecord> records,
            @Nullable String problem) {
        Domain domain = DomainRequests.locked(tools.store(), request, handle);
        ObjectNode answer = request.json().objectNode();
        answer.put("published", problem == null).put("problem", problem).put("zone", zone.toString());
        ArrayNode written = answer.putArray("records");
        records.forEach(record -> written.addObject().put("host", record.host().toString())
                .put("type", record.type()).put("value", record.value()));
        if (problem == null && !records.isEmpty()) {
            audit.write(handle, Author.of(request),
                    Deed.creation(domain.tenantId(), "domain.published", domain.id(), answer));
            tools.store().putOff(handle, domain.id(), tools.clock().instant());
        }
        return Result.ok(answer);
    }
}
