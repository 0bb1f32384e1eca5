package com.penguinmails.mta.accept.http;

import com.penguinmails.mta.accept.AcceptLimits;
import com.penguinmails.mta.accept.MessageIntake;
import com.penguinmails.mta.accept.SpoolWriter;
import com.penguinmails.mta.accept.SubmissionPolicy;
import com.penguinmails.mta.accept.http.ApiServer.ApiAction;
import com.penguinmails.mta.accept.http.MessageSubmission.MessageBodies;
import com.penguinmails.mta.compose.JobTemplateCodec;
import com.penguinmails.mta.compose.MimeBuilder;
import com.penguinmails.mta.compose.TemplateChecker;
import com.penguinmails.mta.config.HttpConfig;
import com.penguinmails.mta.http.BodyReader;
import com.penguinmails.mta.http.HttpApi;
import com.penguinmails.mta.http.JsonBodies;
import com.penguinmails.mta.http.MemoryBudget;
import com.penguinmails.mta.http.RequestLimiter;
import com.penguinmails.mta.http.Route;
import com.penguinmails.mta.http.Router;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;

/** Puts the API together: which path is served by what. */
final class ApiAssembly {
    private static final int MAX_RAW_HEADER = 256 * 1024;
    private static final int MAX_TEXT = 10_000_000;

    private final HttpConfig config;
    private final ApiServices services;
    private final MessageBodies bodies;
    private final EventResource events;
    private final MemoryBudget memory;

    ApiAssembly(HttpConfig config, ApiServices services, ScheduledExecutorService timer) {
        this.config = config;
        this.services = services;
        var json = new JsonBodies(config.maxRequestSize().toInt());
        this.bodies = new MessageBodies(
                new BodyReader(config.maxRequestSize().bytes(), config.idleTimeout(), timer), json,
                new Idempotency(services.clock(), config.idempotencyRetention(), json), config);
        this.memory = new MemoryBudget(config.memory().bytes());
        this.events = new EventResource(services.events());
    }

    /** What has to be told that the listener closes. */
    EventResource streams() {
        return events;
    }

    HttpApi api() {
        var authenticator = new Authenticator(services.keys(), config.trustLoopback());
        var limiter = new RequestLimiter(config.requestRate(), services.clock());
        var server = new ApiServer(new Router<>(routes()), authenticator, limiter, services.counters());
        return new HttpApi(server, () -> services.ids().next("req_"), server, memory);
    }

    /** What all bodies together hold now. */
    MemoryBudget memory() {
        return memory;
    }

    private List<Route<ApiAction>> routes() {
        var mime = new MimeBuilder();
        var reader = new MessageReader(mime, config.maxRecipients(), MAX_TEXT, services.defaultTenant());
        var intake = new MessageIntake(services.nodeName(), services.defaultTenant(), MAX_RAW_HEADER);
        var factory = new SubmissionFactory(mime, intake, services.ids(), services.clock(), services.nodeName());
        var single = new MessageSubmission(services.acceptor(), reader, factory, bodies, services.clock());
        var batches = new BatchReader(reader, factory, new SubmissionPolicy(ownLimits(), services.admission()),
                services.clock(),
                config.maxBatch());
        var batch = new BatchSubmission(services, bodies, batches, new SpoolWriter(services.spool()));
        var lookup = new MessageLookup(services.events(), services.queue(),
                new QueuedMailSearch(services.events(), services.queue(), services.spool()), services.clock());
        var message = new MessageResource(lookup, services.queue());
        var explain = new ExplainResource(lookup, services.queue(), services.spool(), services.places());
        var open = new OpenJobs(services.spool(), services.clock(), config.jobIdle());
        var jobReader = new JobReader(new JobTemplateCodec(), mime, new TemplateChecker(), services.limits(),
                services.defaultTenant());
        var jobs = new JobSubmission(services, bodies, jobReader, open);
        var job = new JobResource(services.spool(), services.queue(), open);
        return List.of(new Route<>("POST", "/v1/messages", single::submit),
                new Route<>("POST", "/v1/messages/batch", batch::submit),
                new Route<>("GET", "/v1/messages/{id}", message::show),
                new Route<>("DELETE", "/v1/messages/{id}", message::cancel),
                new Route<>("GET", "/v1/messages/{id}/events", message::listEvents),
                new Route<>("GET", "/v1/messages/{id}/explain", explain::explain),
                new Route<>("POST", "/v1/jobs", jobs::open),
                new Route<>("GET", "/v1/jobs/{id}", job::show),
                new Route<>("DELETE", "/v1/jobs/{id}", job::cancel),
                new Route<>("POST", "/v1/jobs/{id}/rows", jobs::resume),
                new Route<>("POST", "/v1/jobs/{id}/close", jobs::close),
                new Route<>("GET", "/v1/events", events::list),
                new Route<>("GET", "/v1/events/stream", events::stream));
    }

    /** What this listener takes, where the node as a whole may take more. */
    private AcceptLimits ownLimits() {
        return new AcceptLimits(config.maxMessageSize().bytes(), config.maxRecipients(), services.limits().expiry());
    }
}
