package com.penguinmails.control.workspace;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.control.api.Times;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/**
 * A part of a tenant.
 *
 * @param id {@code wsp_} and a UUIDv7
 * @param name unique within the tenant
 */
record Workspace(String id, String tenantId, String name, Instant createdAt, Instant updatedAt) {
    static final String PREFIX = "wsp_";

    static Workspace read(ResultSet row) throws SQLException {
        return new Workspace(row.getString("id"), row.getString("tenant_id"), row.getString("name"),
                Times.of(row, "created_at"), Times.of(row, "updated_at"));
    }

    ObjectNode toJson() {
        return JsonNodeFactory.instance.objectNode().put("id", id).put("tenant_id", tenantId).put("name", name)
                .put("created_at", Times.text(createdAt)).put("updated_at", Times.text(updatedAt));
    }
}
