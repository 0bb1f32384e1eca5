package com.penguinmails.control.node;

import com.penguinmails.control.api.ControlRequest;
import com.penguinmails.control.api.Operation;
import com.penguinmails.control.api.Scope;
import com.penguinmails.control.database.Access;
import com.penguinmails.control.database.Changes;
import com.penguinmails.control.database.Database;
import com.penguinmails.mta.http.Answer;
import com.penguinmails.mta.http.Problem;
import com.penguinmails.mta.http.Route;
import com.penguinmails.mta.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * {@code GET /v1/node/configuration?after=V}: the configuration, as soon as its version is another than V; 204 if it is not for as
 * long as a request may wait. Who waits holds a virtual thread and no connection of the database. Thread-safe.
 */
public final class ConfigurationResource {
    static final String TOPIC = "configuration";
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(25);
    private static final int MAX_DIGITS = 15;

    private final Database database;
    private final Changes changes;
    private final Clock clock;

    public ConfigurationResource(Database database, Changes changes, Clock clock) {
        this.database = database;
        this.changes = changes;
        this.clock = clock;
    }

    public List<Route<Operation>> routes() {
        return List.of(new Route<>("GET", "/v1/node/configuration",
                new Operation.Export(Scope.NODE, this::pull, List.of("after"))));
    }

    private Answer pull(ControlRequest request) throws InterruptedException {
        long after = number(request.single("after"));
        long deadline = clock.nanoTime() + LONGEST_WAIT.toNanos();
        long seen = changes.heard(TOPIC);
        while (database.transact(Access.OPERATOR, ConfigurationDocument::version) == after) {
            Duration rest = Duration.ofNanos(deadline - clock.nanoTime());
            if (!rest.isPositive() || !changes.await(TOPIC, seen, rest)) {
                return new Answer.Empty();
            }
            seen = changes.heard(TOPIC);
        }
        return Answer.Json.of(200, database.transact(Access.OPERATOR,
                handle -> ConfigurationDocument.read(handle, request.caller().keyId(), clock.instant())));
    }

    private static long number(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        if (text.length() > MAX_DIGITS || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw Problem.badRequest("parameter_invalid", "after is the version of a configuration").toException();
        }
        return Long.parseLong(text);
    }
}
