package com.penguinmails.control.event;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.control.api.ControlRequest;
import com.penguinmails.control.api.Operation;
import com.penguinmails.control.api.Owner;
import com.penguinmails.control.api.Page;
import com.penguinmails.control.api.Scope;
import com.penguinmails.mta.http.Answer;
import com.penguinmails.mta.http.Problem;
import com.penguinmails.mta.http.Route;
import com.penguinmails.mta.time.Clock;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * {@code GET /v1/usage}: by tenant and day (UTC), how many recipients were accepted and what became of them. The numbers only grow, also
 * those of past days where a node was cut off and tells them late. Thread-safe.
 */
public final class UsageResource {
    private static final List<String> COUNTS = List.of("accepted", "delivered", "bounced", "expired", "canceled",
            "deferred");
    private static final int USUAL_DAYS = 30;
    private static final int MOST_DAYS = 366;

    private final Clock clock;

    public UsageResource(Clock clock) {
        this.clock = clock;
    }

    public List<Route<Operation>> routes() {
        return List.of(new Route<>("GET", "/v1/usage",
                new Operation.Read(Scope.USAGE_READ, this::list, List.of("tenant_id", "from", "to"))));
    }

    private Answer list(ControlRequest request, Handle handle) {
        LocalDate today = clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
        LocalDate to = day(request.single("to"), "to", today.plusDays(1));
        LocalDate from = day(request.single("from"), "from", to.minusDays(USUAL_DAYS));
        if (from.isAfter(to) || ChronoUnit.DAYS.between(from, to) > MOST_DAYS) {
            throw Problem.badRequest("parameter_invalid", "from lies before to, by at most " + MOST_DAYS + " days")
                    .toException();
        }
        List<Page.Condition> owner = Owner.condition(request);
        String sql = "SELECT * FROM usage WHERE day >= :from AND day <= :to"
                + (owner.isEmpty() ? "" : " AND " + owner.getFirst().sql())
                + " ORDER BY day DESC, tenant_id LIMIT 100000";
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("from", from.toString()).put("to", to.toString());
        ArrayNode data = body.putArray("data");
        try (Query query = handle.createQuery(sql).bind("from", from).bind("to", to)) {
            owner.forEach(condition -> query.bind(condition.name(), condition.value()));
            query.map((row, _) -> shown(row)).list().forEach(data::add);
        }
        return Answer.Json.of(200, body);
    }

    private static ObjectNode shown(ResultSet row) throws SQLException {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("tenant_id", row.getString("tenant_id"))
                .put("day", row.getDate("day").toLocalDate().toString());
        for (String count : COUNTS) {
            json.put(count, row.getLong(count));
        }
        return json;
    }

    private static LocalDate day(String text, String name, LocalDate otherwise) {
        try {
            LocalDate day = text.isEmpty() ? otherwise : LocalDate.parse(text);
            if (day.getYear() >= 1970 && day.getYear() < 10_000) {
                return day;
            }
        } catch (DateTimeParseException _) {
            // Told below, as for a year that no database holds.
        }
        throw Problem.badRequest("parameter_invalid", name + " is a day such as 2026-11-25").toException();
    }
}
