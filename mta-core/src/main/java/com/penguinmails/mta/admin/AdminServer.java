package com.penguinmails.mta.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.penguinmails.mta.config.AdminConfig;
import com.penguinmails.mta.config.ConfigException;
import com.penguinmails.mta.config.ConfigProblem;
import com.penguinmails.mta.config.Endpoint;
import com.penguinmails.mta.connect.LocalEndpoint;
import com.penguinmails.mta.schedule.CommandDesk;
import com.penguinmails.mta.schedule.MailQueue;
import com.penguinmails.mta.schedule.WarmUpDesk;
import com.penguinmails.mta.spool.Balance;
import com.penguinmails.mta.spool.Books;
import com.penguinmails.mta.spool.Spool;
import com.penguinmails.mta.time.Clock;
import com.penguinmails.mta.time.IdGenerator;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.stream.Collectors;

/**
 * The config and metrics port. Whoever reaches it may look; whoever changes something needs the operator's token. It listens on
 * loopback unless told otherwise.
 */
public final class AdminServer implements AutoCloseable {
    private static final int MAX_CONNECTIONS = 256;
    private static final Duration IDLE = Duration.ofSeconds(60);
    static final Status UNPROCESSABLE = Status.create(422, "Unprocessable Content");
    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

    private final NodeControl control;
    private final Spool spool;
    private final MailQueue queue;
    private final NodeMetrics metrics;
    private final OperatorToken operator;
    private final ExplainEndpoint explain;
    private final QueueMeters meters;
    private final OverviewEndpoint overview;
    private final CommandEndpoint commands;
    private final WarmUpEndpoint warmUps;
    private final WarmUpMeters warmUpMeters;
    private final SimulationEndpoint simulations;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1,
            Thread.ofPlatform().daemon().name("admin-timer").factory());
    private final List<WebServer> servers = new ArrayList<>();

    /** The queue as the port sees it. */
    public record QueueAccess(MailQueue queue, CommandDesk commands, WarmUpDesk warmUps) {}

    /** Where ids and time come from. */
    public record Origins(IdGenerator ids, Clock clock) {}

    /** Does not listen yet. */
    public AdminServer(NodeControl control, Spool spool, QueueAccess access, NodeMetrics metrics, AdminConfig config,
            Origins origins) {
        this.control = control;
        this.spool = spool;
        this.queue = access.queue();
        var bodies = new AdminRequest(timer);
        var work = new OperatorWork(this::isOperator, bodies);
        this.commands = new CommandEndpoint(access.commands(),
                new CommandEndpoint.Parts(work, this::names, origins.ids(), origins.clock()));
        this.warmUps = new WarmUpEndpoint(access.warmUps(), work, origins.ids());
        this.warmUpMeters = new WarmUpMeters(access.warmUps(), metrics.registry());
        this.simulations = new SimulationEndpoint(control, access.warmUps(), work, origins.clock());
        this.metrics = metrics;
        this.operator = new OperatorToken(config.tokenHash());
        this.explain = new ExplainEndpoint(queue, control, this::names);
        this.meters = new QueueMeters(queue, origins.clock(), metrics.registry());
        this.overview = new OverviewEndpoint(meters);
    }

    /**
     * Listens; the endpoints with the ports that were given by the system.
     *
     * @throws IOException naming the endpoint that cannot be had
     */
    public List<Endpoint> start(List<Endpoint> endpoints) throws IOException {
        var bound = new ArrayList<Endpoint>();
        for (Endpoint endpoint : endpoints) {
            WebServer server = WebServer.builder().host(endpoint.host()).port(endpoint.port())
                    .routing(routing -> AdminRouting.apply(routing, routes()))
                    .shutdownHook(false).maxTcpConnections(MAX_CONNECTIONS).idleConnectionTimeout(IDLE)
                    .idleConnectionPeriod(IDLE.dividedBy(4)).directHandlers(AdminRouting.malformed()).build();
            servers.add(server);
            try {
                server.start();
            } catch (IllegalStateException | UncheckedIOException e) {
                throw new IOException("admin.listen: " + endpoint + " cannot be listened on: " + e.getMessage(), e);
            }
            bound.add(new Endpoint(endpoint.host(), server.port()));
        }
        return bound;
    }

    private List<AdminRoute> routes() {
        List<AdminRoute> routes = new ArrayList<>(commands.routes());
        routes.addAll(warmUps.routes());
        routes.addAll(simulations.routes());
        routes.add(get("/metrics", this::metrics));
        routes.add(get("/health/live", (request, response) -> send(response, Status.OK_200, Map.of("status", "live"))));
        routes.add(get("/health/ready", (request, response) -> ready(response)));
        routes.add(get("/v1/config", (request, response) -> config(response)));
        routes.add(new AdminRoute(Method.POST, "/v1/config/reload", this::reload));
        routes.add(get("/v1/accounts", (request, response) -> accounts(response)));
        routes.add(get("/v1/overview", overview::show));
        routes.add(get("/v1/queues", (request, response) -> listed(request, response, "queues")));
        routes.add(get("/v1/queues/explain", explain::slowness));
        routes.add(get("/v1/paths", (request, response) -> listed(request, response, "paths")));
        routes.add(get("/v1/paths/explain", explain::path));
        routes.add(get("/v1/automations", (request, response) -> listed(request, response, "automations")));
        return routes;
    }

    private static AdminRoute get(String path, Handler handler) {
        return new AdminRoute(Method.GET, path, handler);
    }

    private void metrics(ServerRequest request, ServerResponse response) throws InterruptedException {
        meters.refresh();
        warmUpMeters.refresh();
        response.header(HeaderNames.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
        response.send(metrics.text());
    }

    private CommandRequest.Names names() {
        Set<String> sources = control.queueSettings().sources().stream().map(LocalEndpoint::name)
                .collect(Collectors.toSet());
        return new CommandRequest.Names(control.shaping().providers().keySet(), sources);
    }

    private void ready(ServerResponse response) throws InterruptedException {
        List<String> notReady = control.notReady();
        if (notReady.isEmpty()) {
            var view = new LinkedHashMap<String, Object>();
            view.put("status", "ready");
            view.put("degraded", overview.degraded());
            view.put("restored_percent", control.restoredPercent());
            send(response, Status.OK_200, view);
        } else {
            response.header("Retry-After", "5");
            send(response, Status.SERVICE_UNAVAILABLE_503, Map.of("status", "not ready", "reasons", notReady,
                    "restored_percent", control.restoredPercent()));
        }
    }

    private void config(ServerResponse response) {
        var view = new LinkedHashMap<String, Object>();
        view.put("node", ConfigView.of(control.config()));
        view.put("shaping", ConfigView.of(control.shaping()));
        send(response, Status.OK_200, view);
    }

    private void reload(ServerRequest request, ServerResponse response) {
        if (!isOperator(request, response)) {
            return;
        }
        AdminRequest.requireQueries(request, List.of());
        try {
            send(response, Status.OK_200, control.reload());
        } catch (ConfigException e) {
            var problem = problemBody(UNPROCESSABLE, "config_invalid", "nothing was changed");
            problem.put("errors", e.problems().stream().map(AdminServer::shown).toList());
            send(response, UNPROCESSABLE, problem);
        }
    }

    private static Map<String, Object> shown(ConfigProblem problem) {
        return Map.of("file", problem.file().toString(), "line", problem.line(), "key", problem.key(), "detail",
                problem.message());
    }

    private boolean isOperator(ServerRequest request, ServerResponse response) {
        if (!operator.isSet()) {
            problem(response, Status.FORBIDDEN_403, "no_operator",
                    "set admin.token_hash in node.toml to allow changes");
            return false;
        }
        if (!operator.allows(request.headers().first(HeaderNames.AUTHORIZATION).orElse(null))) {
            response.header(HeaderNames.WWW_AUTHENTICATE, "Bearer");
            problem(response, Status.UNAUTHORIZED_401, "operator_token_needed", "send Authorization: Bearer TOKEN");
            return false;
        }
        return true;
    }

    private void accounts(ServerResponse response) {
        Books.BooksSnapshot books = spool.books().snapshot();
        var tenants = new LinkedHashMap<String, Object>();
        books.tenants().forEach((tenant, balance) -> tenants.put(tenant, shown(balance)));
        var campaigns = new ArrayList<Map<String, Object>>();
        books.campaigns().forEach((key, balance) -> {
            var row = new LinkedHashMap<String, Object>();
            row.put("tenant", key.tenant());
            row.put("campaign", key.campaign());
            row.putAll(shown(balance));
            campaigns.add(row);
        });
        var view = new LinkedHashMap<String, Object>();
        view.put("node", shown(books.node()));
        view.put("tenants", tenants);
        view.put("campaigns", campaigns);
        send(response, Status.OK_200, view);
    }

    private static Map<String, Object> shown(Balance balance) {
        var view = new LinkedHashMap<String, Object>();
        view.put("accepted", balance.accepted());
        view.put("delivered", balance.delivered());
        view.put("bounced", balance.bounced());
        view.put("expired", balance.expired());
        view.put("cancelled", balance.cancelled());
        view.put("queued", balance.queued());
        return view;
    }

    private void listed(ServerRequest request, ServerResponse response, String what) throws InterruptedException {
        AdminRequest.requireQueries(request, List.of("limit"));
        int limit = AdminRequest.limit(request);
        CompletionStage<? extends List<?>> stage = switch (what) {
            case "queues" -> queue.queues(limit);
            case "automations" -> queue.automations(limit);
            default -> queue.paths(limit);
        };
        QueueAnswer.of(response, stage).ifPresent(rows -> send(response, Status.OK_200, Map.of("data", rows)));
    }

    static void problem(ServerResponse response, Status status, String code, String detail) {
        send(response, status, problemBody(status, code, detail));
    }

    static Map<String, Object> problemBody(Status status, String code, String detail) {
        var body = new LinkedHashMap<String, Object>();
        body.put("type", "about:blank");
        body.put("title", status.reasonPhrase());
        body.put("status", status.code());
        body.put("code", code);
        body.put("detail", detail);
        return body;
    }

    static void send(ServerResponse response, Status status, Object body) {
        response.header(HeaderNames.CONTENT_TYPE,
                status.code() < 400 ? "application/json" : "application/problem+json");
        response.status(status).send(octets(body));
    }

    static byte[] octets(Object body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no JSON form of " + body.getClass().getName(), e);
        }
    }

    @Override
    public void close() {
        servers.forEach(WebServer::stop);
        servers.clear();
        timer.shutdownNow();
    }
}
