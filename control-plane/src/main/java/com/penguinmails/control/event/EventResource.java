package com.penguinmails.control.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.control.api.ControlRequest;
import com.penguinmails.control.api.Operation;
import com.penguinmails.control.api.Owner;
import com.penguinmails.control.api.Page;
import com.penguinmails.control.api.Result;
import com.penguinmails.control.api.Scope;
import com.penguinmails.mta.http.Answer;
import com.penguinmails.mta.http.JsonFields;
import com.penguinmails.mta.http.Problem;
import com.penguinmails.mta.http.Route;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/events}, what happened to mail, and {@code POST /v1/node/events}, by which nodes tell it. A reader who goes back with
 * {@code before} to newer ones misses none: none appears behind one that was shown. Thread-safe.
 */
public final class EventResource {
    private static final int MOST = 1_000;
    private static final String SELECT = "SELECT position, node_id, body FROM events";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final EventStore store;

    public EventResource(EventStore store) {
        this.store = store;
    }

    public List<Route<Operation>> routes() {
        return List.of(
                new Route<>("GET", "/v1/events",
                        new Operation.Read(Scope.EVENTS_READ, EventResource::list,
                                Page.parameters("tenant_id", "type"))),
                new Route<>("POST", "/v1/node/events", new Operation.Change(Scope.NODE, this::take)));
    }

    private static Answer list(ControlRequest request, Handle handle) {
        var conditions = new ArrayList<>(Owner.condition(request));
        String type = request.single("type");
        if (!type.isEmpty()) {
            if (!type.matches("[a-z]{1,30}\\.[a-z_]{1,30}")) {
                throw Problem.badRequest("parameter_invalid", "type is that of an event, such as message.delivered")
                        .toException();
            }
            conditions.add(new Page.Condition("type = :type", "type", type));
        }
        return Page.of(request, "events", "position").read(handle, SELECT, conditions,
                (row, _) -> new Page.Row(Long.toString(row.getLong("position")), shown(row)), row -> row);
    }

    /** As its node told it; its id there is unique only with the node's. */
    private static ObjectNode shown(ResultSet row) throws SQLException {
        try {
            ObjectNode event = (ObjectNode) JSON.readTree(row.getString("body"));
            event.put("node_event_id", event.path("id").asText()).put("node_id", row.getString("node_id"))
                    .put("id", "evt_%020d".formatted(row.getLong("position")));
            event.set("tenant_id", event.remove("tenant"));
            return event;
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException("what was stored was JSON", e);
        }
    }

    private Operation.Change.Work take(ControlRequest request) {
        JsonFields fields = request.fields();
        List<NodeEvent> events = events(fields);
        fields.finish();
        return handle -> {
            store.store(handle, request.caller().keyId(), events);
            return Result.ok(JsonNodeFactory.instance.objectNode().put("event_cursor", events.getLast().id()));
        };
    }

    private static List<NodeEvent> events(JsonFields fields) {
        JsonNode given = fields.node("events");
        if (!(given instanceof ArrayNode list) || list.isEmpty() || list.size() > MOST) {
            fields.problem("/events", "type_invalid", "a list of 1 to " + MOST + " events is expected");
            return List.of();
        }
        var events = new ArrayList<NodeEvent>();
        for (int i = 0; i < list.size(); i++) {
            @Nullable
            NodeEvent event = NodeEvent.read(fields, "/events/" + i, list.get(i));
            if (event != null && !events.isEmpty() && events.getLast().id().compareTo(event.id()) >= 0) {
                fields.problem("/events/" + i + "/id", "order_invalid", "events come in the order of their ids");
            } else if (event != null) {
                events.add(event);
            }
        }
        return events;
    }
}
