package com.penguinmails.control.event;

import com.penguinmails.control.database.Access;
import com.penguinmails.control.database.Copy;
import com.penguinmails.control.database.Database;
import com.penguinmails.mta.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/**
 * Stores what nodes tell: each event once, however often it is told, with what it adds to usage and how far the node is told in one
 * transaction. An event is known by its node, its place in the node's log and its time: a node whose log was lost begins at the same
 * places again, at other times. Thread-safe.
 */
public final class EventStore {
    /** Any number that nobody else locks. */
    private static final long LOCK = 0x70656e6775696eL;
    private static final String STAGING = """
            CREATE TEMPORARY TABLE IF NOT EXISTS staged_events (day date, node_event text, at timestamptz, tenant_id text,
                type text, count bigint, body text) ON COMMIT DELETE ROWS""";
    private static final String STORE = """
            WITH stored AS (
                INSERT INTO events (day, position, node_id, node_event, at, tenant_id, type, body)
                SELECT day, nextval('event_positions'), :node, node_event, at, tenant_id, type, body
                    FROM (SELECT * FROM staged_events ORDER BY node_event) AS staged
                ON CONFLICT DO NOTHING RETURNING day, node_event, tenant_id, type)
            INSERT INTO usage (tenant_id, day, accepted, delivered, bounced, expired, canceled, deferred)
            SELECT stored.tenant_id, stored.day,
                coalesce(sum(count) FILTER (WHERE stored.type IN ('message.accepted', 'job.rows_accepted')), 0),
                coalesce(sum(count) FILTER (WHERE stored.type = 'message.delivered'), 0),
                coalesce(sum(count) FILTER (WHERE stored.type IN ('message.bounced', 'message.rendering_failed')), 0),
                coalesce(sum(count) FILTER (WHERE stored.type = 'message.expired'), 0),
                coalesce(sum(count) FILTER (WHERE stored.type = 'message.canceled'), 0),
                coalesce(sum(count) FILTER (WHERE stored.type = 'message.deferred'), 0)
            FROM stored JOIN staged_events USING (day, node_event)
            WHERE stored.type LIKE 'message.%' OR stored.type = 'job.rows_accepted'
            GROUP BY stored.tenant_id, stored.day ORDER BY stored.tenant_id, stored.day
            ON CONFLICT (tenant_id, day) DO UPDATE SET accepted = usage.accepted + excluded.accepted,
                delivered = usage.delivered + excluded.delivered, bounced = usage.bounced + excluded.bounced,
                expired = usage.expired + excluded.expired, canceled = usage.canceled + excluded.canceled,
                deferred = usage.deferred + excluded.deferred""";

    private final Database database;
    private final Clock clock;
    private final Duration retention;

    /** @param retention for how long events are kept, in whole days */
    public EventStore(Database database, Clock clock, Duration retention) {
        this.database = database;
        this.clock = clock;
        this.retention = retention;
    }

    /** @param events of one node, in their order */
    void store(Handle handle, String node, List<NodeEvent> events) {
        handle.createUpdate("UPDATE nodes SET event_cursor = :cursor WHERE id = :node").bind("node", node)
                .bind("cursor", events.getLast().id()).execute();
        handle.createQuery("SELECT pg_advisory_xact_lock(:lock)::text").bind("lock", LOCK).mapTo(String.class).one();
        Set<LocalDate> days = new TreeSet<>();
        events.forEach(event -> days.add(day(event)));
        days.forEach(day -> handle.createQuery("SELECT make_event_day(:day)::text").bind("day", day)
                .mapTo(String.class).one());
        handle.execute(STAGING);
        Copy.in(handle, "staged_events (day, node_event, at, tenant_id, type, count, body)",
                events.stream().map(event -> event.row(day(event).toString())).toList());
        handle.createUpdate(STORE).bind("node", node).execute();
    }

    /** A clock that is far wrong makes no days of its own: what it tells stands on the day on which it is told. */
    private LocalDate day(NodeEvent event) {
        LocalDate today = today();
        LocalDate day = event.at().atZone(ZoneOffset.UTC).toLocalDate();
        return day.isBefore(oldest(today)) || day.isAfter(today.plusDays(1)) ? today : day;
    }

    private LocalDate today() {
        return clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
    }

    private LocalDate oldest(LocalDate today) {
        return today.minusDays(retention.toDays());
    }

    /** Drops the days that are older than is kept; usage stays. Returns how many. */
    public int sweep() {
        return database.transact(Access.OPERATOR, handle -> handle.createQuery("SELECT drop_event_days(:oldest)")
                .bind("oldest", oldest(today())).mapTo(Integer.class).one());
    }
}
