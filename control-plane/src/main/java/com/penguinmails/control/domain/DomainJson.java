package com.penguinmails.control.domain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.control.api.Times;
import com.penguinmails.control.record.DomainRecords;
import com.penguinmails.control.record.ExpectedRecord;
import com.penguinmails.control.record.RecordReport;
import com.penguinmails.control.record.RecordStatus;
import com.penguinmails.control.record.ServiceNames;
import java.net.IDN;
import java.util.List;
import java.util.Locale;

/** How domains are shown. */
final class DomainJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private DomainJson() {}

    static ObjectNode show(Domain domain, ServiceNames names) {
        ObjectNode json = brief(domain);
        json.put("return_path", DomainRecords.returnPath(domain.name()).toString());
        json.put("tracking_host", DomainRecords.tracking(domain.name()).toString());
        ArrayNode keys = json.putArray("dkim_keys");
        domain.keys().forEach(key -> keys.add(show(key)));
        ArrayNode records = json.putArray("records");
        domain.records(names).forEach(record -> records.add(show(record, domain.findings().path(record.key()))));
        json.put("checked_at", Times.text(domain.checks().last()));
        json.put("next_check_at", Times.text(domain.checks().next()));
        return json.put("created_at", Times.text(domain.createdAt())).put("updated_at",
                Times.text(domain.updatedAt()));
    }

    /** What an audit entry compares: what it is and where it stands, without what DNS said. */
    static ObjectNode brief(Domain domain) {
        Standing standing = domain.standing();
        return NODES.objectNode().put("id", domain.id()).put("tenant_id", domain.tenantId())
                .put("workspace_id", domain.workspaceId()).put("name", domain.name().toString())
                .put("display_name", IDN.toUnicode(domain.name().toString())).put("state", standing.state().word())
                .put("state_since", Times.text(standing.since())).put("state_reason", standing.reason())
                .put("grace_until", Times.text(standing.graceUntil()))
                .put("verified_at", Times.text(standing.verifiedAt()));
    }

    static ObjectNode show(DomainKey key) {
        return NODES.objectNode().put("selector", key.selector()).put("algorithm", key.algorithm().keyTag())
                .put("state", key.state().name().toLowerCase(Locale.ROOT)).put("state_since", Times.text(key.since()))
                .put("retires_at", Times.text(key.retiresAt()));
    }

    private static ObjectNode show(ExpectedRecord record, JsonNode finding) {
        ObjectNode json = NODES.objectNode().put("purpose", record.purpose().word())
                .put("required", record.required()).put("host", record.host().toString()).put("type", record.type())
                .put("value", record.value())
                .put("status", finding.path("status").asText(RecordStatus.UNKNOWN.word()));
        json.set("found", finding.path("found").isArray() ? finding.path("found") : NODES.arrayNode());
        json.set("problem", finding.path("problem").isTextual() ? finding.path("problem") : NODES.nullNode());
        json.set("seen_by", finding.path("seen_by").isArray() ? finding.path("seen_by") : NODES.arrayNode());
        return json;
    }

    /** What is kept of a look at DNS. */
    static ObjectNode findings(List<RecordReport> reports) {
        ObjectNode findings = NODES.objectNode();
        for (RecordReport report : reports) {
            ObjectNode finding = findings.putObject(report.expected().key());
            finding.put("status", report.finding().status().word());
            ArrayNode found = finding.putArray("found");
            report.finding().found().forEach(found::add);
            finding.put("problem", report.finding().problem().isEmpty() ? null : report.finding().problem());
            ArrayNode views = finding.putArray("seen_by");
            report.views().forEach(
                    seen -> views.addObject().put("server", seen.view()).put("status", seen.status().word()));
        }
        return findings;
    }
}
