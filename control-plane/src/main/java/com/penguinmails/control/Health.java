package com.penguinmails.control;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.control.api.Operation;
import com.penguinmails.control.database.Database;
import com.penguinmails.mta.counter.ProcessMetrics;
import com.penguinmails.mta.http.Answer;
import com.penguinmails.mta.http.HttpApi;
import com.penguinmails.mta.http.HttpRequest;
import com.penguinmails.mta.http.Problem;
import com.penguinmails.mta.http.Route;
import com.penguinmails.mta.http.Router;
import java.util.List;
import java.util.Map;

/** Whether it works, and its metrics; asks for no key. Thread-safe. */
final class Health implements HttpApi.Handler {
    private final Database database;
    private final ProcessMetrics metrics;
    private final Router<Operation.Open> router = new Router<>(List.of(
            new Route<>("GET", "/metrics", new Operation.Open(this::metrics)),
            new Route<>("GET", "/health/live", new Operation.Open(Health::live)),
            new Route<>("GET", "/health/ready", new Operation.Open(this::ready))));

    Health(Database database, ProcessMetrics metrics) {
        this.database = database;
        this.metrics = metrics;
    }

    /** What the API's own port says. */
    List<Route<Operation>> routes() {
        return List.of(new Route<>("GET", "/v1/health", new Operation.Open(this::ready)));
    }

    @Override
    public Answer handle(HttpRequest request) {
        return router.match(request.method(), request.path()).route().action().action().answer();
    }

    private Answer metrics() {
        return new Answer.Document("text/plain; version=0.0.4; charset=utf-8", metrics.text(), Map.of());
    }

    private static Answer live() {
        return status("live");
    }

    private Answer ready() {
        if (!database.isAlive()) {
            throw Problem.unavailable("the database does not answer", 5).toException();
        }
        return status("ready");
    }

    private static Answer status(String word) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        return Answer.Json.of(200, body.put("status", word));
    }
}
