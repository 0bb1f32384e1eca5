package com.penguinmails.control.tenant;

import com.penguinmails.control.api.Page;
import com.penguinmails.mta.http.Answer;
import com.penguinmails.mta.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** Tenants in the database. Thread-safe. */
final class TenantStore {
    private static final String SELECT = "SELECT * FROM tenants";

    private final Clock clock;

    TenantStore(Clock clock) {
        this.clock = clock;
    }

    Optional<Tenant> find(Handle handle, String id) {
        return find(handle, id, "");
    }

    /** As {@link #find}; until the transaction ends, others wait to change it. */
    Optional<Tenant> lock(Handle handle, String id) {
        return find(handle, id, " FOR UPDATE");
    }

    private Optional<Tenant> find(Handle handle, String id, String lock) {
        Instant now = clock.instant();
        return handle.createQuery(SELECT + " WHERE id = :id" + lock).bind("id", id)
                .map((row, _) -> Tenant.read(row, now)).findOne();
    }

    /** @param externalId empty: any */
    Answer list(Handle handle, Page page, String externalId) {
        Instant now = clock.instant();
        List<Page.Condition> conditions = externalId.isEmpty()
                ? List.of()
                : List.of(new Page.Condition("external_id = :external", "external", externalId));
        return page.read(handle, SELECT, conditions, (row, _) -> Tenant.read(row, now),
                tenant -> new Page.Row(tenant.id(), TenantJson.show(tenant)));
    }

    void insert(Handle handle, Tenant tenant) {
        bind(handle.createUpdate("""
                INSERT INTO tenants (id, external_id, name, quota_per_hour, quota_per_day, weight, priority_class,
                    bounce_percent, complaint_percent, content_days, event_days, suspended_at, suspended_until,
                    suspension_reason, created_at, updated_at)
                VALUES (:id, :external_id, :name, :per_hour, :per_day, :weight, :priority, :bounce, :complaint,
                    :content_days, :event_days, :suspended_at, :suspended_until, :reason, :created_at, :updated_at)"""),
                tenant).bind("created_at", tenant.createdAt()).execute();
    }

    void update(Handle handle, Tenant tenant) {
        bind(handle.createUpdate("""
                UPDATE tenants SET external_id = :external_id, name = :name, quota_per_hour = :per_hour,
                    quota_per_day = :per_day, weight = :weight, priority_class = :priority, bounce_percent = :bounce,
                    complaint_percent = :complaint, content_days = :content_days, event_days = :event_days,
                    suspended_at = :suspended_at, suspended_until = :suspended_until, suspension_reason = :reason,
                    updated_at = :updated_at WHERE id = :id"""), tenant).execute();
    }

    private static Update bind(Update update, Tenant tenant) {
        Tenant.Terms terms = tenant.terms();
        Tenant.@Nullable Suspension suspension = tenant.suspension();
        return update.bind("id", tenant.id()).bind("external_id", terms.externalId()).bind("name", terms.name())
                .bind("per_hour", terms.quotaPerHour()).bind("per_day", terms.quotaPerDay())
                .bind("weight", terms.weight()).bind("priority", terms.priority().name().toLowerCase(Locale.ROOT))
                .bind("bounce", terms.thresholds().bouncePercent())
                .bind("complaint", terms.thresholds().complaintPercent())
                .bind("content_days", terms.retention().contentDays()).bind("event_days", terms.retention().eventDays())
                .bind("suspended_at", suspension == null ? null : suspension.since())
                .bind("suspended_until", suspension == null ? null : suspension.until())
                .bind("reason", suspension == null ? null : suspension.reason())
                .bind("updated_at", tenant.updatedAt());
    }
}
