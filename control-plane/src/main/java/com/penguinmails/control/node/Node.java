package com.penguinmails.control.node;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.control.api.Times;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A node as the control plane knows it.
 *
 * @param id {@code nod_} and a UUIDv7
 * @param life from its invitation to its end
 * @param report what it said last, or null: nothing yet
 */
record Node(String id, String name, Life life, @Nullable Report report) {
    static final String PREFIX = "nod_";
    /** Some heartbeats are missed before a node is told silent: one may be lost, a process be restarted. */
    static final Duration SILENT_AFTER = Duration.ofSeconds(30);

    /**
     * Its states in time.
     *
     * @param tokenExpiresAt until when its token registers it
     * @param registeredAt null: not yet
     * @param deregisteredAt null: it belongs here
     */
    record Life(Instant createdAt, Instant updatedAt, Instant tokenExpiresAt, @Nullable Instant registeredAt,
            boolean draining, @Nullable Instant deregisteredAt) {}

    /**
     * A heartbeat.
     *
     * @param at when it came
     * @param version of its software
     * @param appliedVersion of the configuration that it holds; 0: none
     * @param configurationError why it holds no later one, or null
     * @param queued recipients in its queue
     * @param clockOffsetMillis by how much its clock is ahead of the control plane's; negative: behind
     */
    record Report(Instant at, String version, Instant startedAt, long appliedVersion,
            @Nullable String configurationError, long queued, long clockOffsetMillis) {}

    static Node read(ResultSet row) throws SQLException {
        var life = new Life(Times.of(row, "created_at"), Times.of(row, "updated_at"),
                Times.of(row, "token_expires_at"), Times.orNull(row, "registered_at"), row.getBoolean("draining"),
                Times.orNull(row, "deregistered_at"));
        Instant heartbeat = Times.orNull(row, "heartbeat_at");
        Report report = heartbeat == null
                ? null
                : new Report(heartbeat, row.getString("version"), Times.of(row, "started_at"),
                        row.getLong("applied_version"), row.getString("configuration_error"), row.getLong("queued"),
                        row.getLong("clock_offset_ms"));
        return new Node(row.getString("id"), row.getString("name"), life, report);
    }

    String state(Instant now) {
        if (life.deregisteredAt() != null) {
            return "deregistered";
        }
        if (life.registeredAt() == null) {
            return life.tokenExpiresAt().isAfter(now) ? "invited" : "invitation_expired";
        }
        if (report == null || report.at().isBefore(now.minus(SILENT_AFTER))) {
            return "silent";
        }
        return life.draining() ? "draining" : "active";
    }

    /** As operators see it. */
    ObjectNode toJson(Instant now) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", id).put("name", name).put("state", state(now)).put("draining", life.draining())
                .put("registered_at", Times.text(life.registeredAt()))
                .put("registration_expires_at",
                        life.registeredAt() == null ? Times.text(life.tokenExpiresAt()) : null);
        if (report == null) {
            json.putNull("heartbeat");
        } else {
            ObjectNode last = json.putObject("heartbeat").put("at", Times.text(report.at()))
                    .put("version", report.version()).put("started_at", Times.text(report.startedAt()));
            last.put("uptime_seconds", Math.max(0, Duration.between(report.startedAt(), report.at()).toSeconds()))
                    .put("applied_version", report.appliedVersion())
                    .put("configuration_error", report.configurationError()).put("queued", report.queued())
                    .put("clock_offset_ms", report.clockOffsetMillis());
        }
        return json.put("created_at", Times.text(life.createdAt())).put("updated_at", Times.text(life.updatedAt()));
    }

    /** What of it is written into the audit log: not what changes with each heartbeat. */
    ObjectNode decided() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        return json.put("id", id).put("name", name).put("draining", life.draining())
                .put("registered_at", Times.text(life.registeredAt()))
                .put("deregistered_at", Times.text(life.deregisteredAt()));
    }
}
