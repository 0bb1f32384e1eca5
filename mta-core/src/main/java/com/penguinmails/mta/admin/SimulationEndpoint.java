package com.penguinmails.mta.admin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.penguinmails.mta.schedule.QueueAgent;
import com.penguinmails.mta.schedule.WarmUpDesk;
import com.penguinmails.mta.simulate.Simulation;
import com.penguinmails.mta.simulate.SimulationInputException;
import com.penguinmails.mta.simulate.SimulationJson;
import com.penguinmails.mta.simulate.SimulationMemory;
import com.penguinmails.mta.simulate.SimulationPage;
import com.penguinmails.mta.simulate.SimulationPlan;
import com.penguinmails.mta.simulate.SimulationReader;
import com.penguinmails.mta.simulate.SimulationResult;
import com.penguinmails.mta.time.Clock;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /v1/simulations}: runs a campaign ahead of time on the rules in force and answers when it is done, as JSON or, with
 * {@code ?format=html}, as a page. For whoever has the operator's token, since it keeps a processor busy: one at a time, for at most
 * {@value #MOST_SECONDS} seconds; what is not simulated by then is told as unfinished.
 *
 * <p>While it runs, an empty line is sent each second, which neither JSON nor HTML minds: so a client that has gone away is
 * noticed, and the run ends. {@code GET} says how far it is, {@code DELETE} ends it. Thread-safe.
 */
final class SimulationEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(SimulationEndpoint.class);
    private static final String PATH = "/v1/simulations";
    private static final int MAX_BODY = 16 << 20;
    private static final Duration BODY_TIME = Duration.ofMinutes(1);
    private static final long MAX_RECIPIENTS = 20_000_000;
    private static final long MOST_SECONDS = 120;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final NodeControl control;
    private final WarmUpDesk warmUps;
    private final OperatorWork operators;
    private final Clock clock;
    private final Semaphore turn = new Semaphore(1);
    private volatile @Nullable SimulationRun running;
    private final ObjectMapper json = JsonMapper
            .builder(JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    SimulationEndpoint(NodeControl control, WarmUpDesk warmUps, OperatorWork operators, Clock clock) {
        this.control = control;
        this.warmUps = warmUps;
        this.operators = operators;
        this.clock = clock;
    }

    List<AdminRoute> routes() {
        return List.of(new AdminRoute(Method.POST, PATH, this::post),
                new AdminRoute(Method.GET, PATH, (request, response) -> progress(response)),
                new AdminRoute(Method.DELETE, PATH, this::cancel));
    }

    private void post(ServerRequest request, ServerResponse response) {
        if (!operators.operators().test(request, response)) {
            return;
        }
        AdminRequest.requireQueries(request, List.of("format"));
        String format = AdminRequest.query(request, "format");
        if (format != null && !format.equals("html") && !format.equals("json")) {
            throw new InvalidRequestException(Status.BAD_REQUEST_400, "parameter_invalid", "format is json or html");
        }
        JsonNode input = AdminRequest.tree(json, operators.bodies().json(request, MAX_BODY, BODY_TIME));
        if (!turn.tryAcquire()) {
            response.header("Retry-After", "10");
            AdminServer.problem(response, Status.SERVICE_UNAVAILABLE_503, "simulation_running",
                    "another simulation is running; one runs at a time, DELETE /v1/simulations ends it");
            return;
        }
        var run = new SimulationRun(clock, clock.nanoTime() + MOST_SECONDS * NANOS_PER_SECOND);
        running = run;
        try {
            var reader = new SimulationReader(inForce(), MAX_RECIPIENTS);
            SimulationPlan plan = SimulationMemory.here().room(reader.read(input, clock.instant()));
            answer(response, "html".equals(format), run, new Simulation(plan, run));
        } catch (SimulationInputException e) {
            refuse(response, e);
        } finally {
            running = null;
            turn.release();
        }
    }

    private void progress(ServerResponse response) {
        SimulationRun run = running;
        AdminServer.send(response, Status.OK_200, run == null ? Map.of("running", false) : run.view());
    }

    private void cancel(ServerRequest request, ServerResponse response) {
        if (!operators.operators().test(request, response)) {
            return;
        }
        AdminRequest.requireQueries(request, List.of());
        SimulationRun run = running;
        if (run == null) {
            AdminServer.problem(response, Status.NOT_FOUND_404, "no_simulation", "no simulation is running");
        } else {
            run.cancel();
            AdminServer.send(response, Status.ACCEPTED_202, run.view());
        }
    }

    private static void answer(ServerResponse response, boolean page, SimulationRun run, Simulation simulation) {
        response.status(Status.OK_200);
        response.header(HeaderNames.CONTENT_TYPE, page ? "text/html; charset=utf-8" : "application/json");
        OutputStream out = response.outputStream();
        run.keepAwake(out);
        SimulationResult result = simulation.run();
        run.finish(out, page
                ? SimulationPage.of(result).getBytes(StandardCharsets.UTF_8)
                : AdminServer.octets(SimulationJson.of(result)));
        if (run.isAbandoned()) {
            LOG.info("Nobody waited for the simulation any more");
        }
    }

    /** With every source as warm as it is now. */
    private QueueAgent.Settings inForce() {
        QueueAgent.Settings settings = control.queueSettings();
        if (settings.shaping().warmups().isEmpty()) {
            return settings;
        }
        Map<String, Map<String, Integer>> steps = new HashMap<>();
        warmUps.warmUps().toCompletableFuture().orTimeout(MOST_SECONDS, TimeUnit.SECONDS).join().forEach(report -> steps
                .computeIfAbsent(report.source(), _ -> new HashMap<>()).put(report.provider(), report.step()));
        return new QueueAgent.Settings(settings.queue(), settings.delivery(),
                settings.shaping().withWarmUpSteps(steps), settings.sources());
    }

    private static void refuse(ServerResponse response, SimulationInputException e) {
        Map<String, Object> problem = AdminServer.problemBody(AdminServer.UNPROCESSABLE, "simulation_invalid",
                "the simulation makes no sense as it is asked for");
        problem.put("errors", e.problems().stream()
                .map(one -> Map.of("pointer", one.pointer(), "code", "invalid", "detail", one.detail())).toList());
        AdminServer.send(response, AdminServer.UNPROCESSABLE, problem);
    }
}
