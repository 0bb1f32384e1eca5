package com.penguinmails.control.tenant;

import com.penguinmails.control.api.Times;
import com.penguinmails.mta.message.PriorityClass;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A customer.
 *
 * @param id {@code ten_} and a UUIDv7
 * @param terms what was agreed with it
 * @param suspension null: none, or one that has ended
 */
record Tenant(String id, Terms terms, @Nullable Suspension suspension, Instant createdAt, Instant updatedAt) {
    static final String PREFIX = "ten_";

    /**
     * What was agreed with a tenant.
     *
     * @param externalId what the web tier calls it, or null
     * @param quotaPerHour messages, or null for no bound
     * @param quotaPerDay messages, or null for no bound
     * @param weight its share of a path beside other tenants
     * @param priority the class of its mail where a message names none
     */
    record Terms(@Nullable String externalId, String name, @Nullable Long quotaPerHour, @Nullable Long quotaPerDay,
            int weight, PriorityClass priority, Thresholds thresholds, Retention retention) {}

    /** Rates in percent above which it has to be looked at, or null. */
    record Thresholds(@Nullable BigDecimal bouncePercent, @Nullable BigDecimal complaintPercent) {}

    /** Days for which content and events are kept. */
    record Retention(int contentDays, int eventDays) {}

    /**
     * Why it may not send.
     *
     * @param until when it may again by itself, or null
     */
    record Suspension(String reason, Instant since, @Nullable Instant until) {}

    /** @param now a suspension that has ended by then is none */
    static Tenant read(ResultSet row, Instant now) throws SQLException {
        return new Tenant(row.getString("id"), terms(row), suspension(row, now), Times.of(row, "created_at"),
                Times.of(row, "updated_at"));
    }

    private static Terms terms(ResultSet row) throws SQLException {
        return new Terms(row.getString("external_id"), row.getString("name"),
                row.getObject("quota_per_hour", Long.class), row.getObject("quota_per_day", Long.class),
                row.getInt("weight"), PriorityClass.valueOf(row.getString("priority_class").toUpperCase(Locale.ROOT)),
                new Thresholds(row.getBigDecimal("bounce_percent"), row.getBigDecimal("complaint_percent")),
                new Retention(row.getInt("content_days"), row.getInt("event_days")));
    }

    private static @Nullable Suspension suspension(ResultSet row, Instant now) throws SQLException {
        Instant since = Times.orNull(row, "suspended_at");
        Instant until = Times.orNull(row, "suspended_until");
        return since == null || until != null && !until.isAfter(now)
                ? null
                : new Suspension(row.getString("suspension_reason"), since, until);
    }
}
