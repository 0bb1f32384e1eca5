package com.penguinmails.control.domain;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.mta.time.Clock;
import com.penguinmails.mta.time.IdGenerator;
import org.jdbi.v3.core.Handle;

/** Writes what happened to a domain, in the transaction in which it happened, for whoever has to be told. Thread-safe. */
final class DomainEvents {
    private final Clock clock;
    private final IdGenerator ids;

    DomainEvents(Clock clock, IdGenerator ids) {
        this.clock = clock;
        this.ids = ids;
    }

    void created(Handle handle, Domain domain) {
        write(handle, domain, "domain.created", of(domain));
    }

    void deleted(Handle handle, Domain domain) {
        write(handle, domain, "domain.deleted", of(domain));
    }

    void statusChanged(Handle handle, Domain before, Domain after) {
        write(handle, after, "domain.status_changed", of(after).put("old_state", before.standing().state().word())
                .put("state", after.standing().state().word()).put("reason", after.standing().reason()));
    }

    private static ObjectNode of(Domain domain) {
        return JsonNodeFactory.instance.objectNode().put("domain_id", domain.id())
                .put("workspace_id", domain.workspaceId()).put("name", domain.name().toString());
    }

    private void write(Handle handle, Domain domain, String type, ObjectNode data) {
        handle.createUpdate("""
                INSERT INTO domain_events (id, tenant_id, domain_id, type, at, data)
                VALUES (:id, :tenant, :domain, :type, :at, :data)""").bind("id", ids.next("evt_"))
                .bind("tenant", domain.tenantId()).bind("domain", domain.id()).bind("type", type)
                .bind("at", clock.instant()).bind("data", data.toString()).execute();
    }
}
