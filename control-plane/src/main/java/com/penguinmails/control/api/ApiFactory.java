package com.penguinmails.control.api;

import com.penguinmails.control.config.ApiConfig;
import com.penguinmails.control.database.Database;
import com.penguinmails.mta.http.BodyReader;
import com.penguinmails.mta.http.HttpApi;
import com.penguinmails.mta.http.JsonBodies;
import com.penguinmails.mta.http.MemoryBudget;
import com.penguinmails.mta.http.RequestLimiter;
import com.penguinmails.mta.http.Route;
import com.penguinmails.mta.http.Router;
import com.penguinmails.mta.time.Clock;
import com.penguinmails.mta.time.IdGenerator;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;

/** Puts an API together from its operations. */
public final class ApiFactory {
    private final ApiConfig config;
    private final Database database;
    private final Clock clock;
    private final IdGenerator ids;
    private final ScheduledExecutorService timer;

    /** @param timer gives up on bodies that come too slowly */
    public ApiFactory(ApiConfig config, Database database, Clock clock, IdGenerator ids,
            ScheduledExecutorService timer) {
        this.config = config;
        this.database = database;
        this.clock = clock;
        this.ids = ids;
        this.timer = timer;
    }

    public HttpApi make(List<Route<Operation>> routes, KeyCheck keys, HttpApi.Watch watch) {
        long maxOctets = config.maxRequestSize().bytes();
        var json = new JsonBodies(config.maxRequestSize().toInt());
        var reader = new BodyReader(maxOctets, config.idleTimeout(), timer);
        var api = new ControlApi(new Router<>(routes), keys, new RequestLimiter(config.requestRate(), clock), database,
                new ControlApi.Bodies(reader, json, maxOctets),
                new IdempotencyStore(database, clock, ids, config.idempotencyRetention(), json));
        return new HttpApi(api, () -> ids.next("req_"), watch, new MemoryBudget(config.memory().bytes()));
    }
}
