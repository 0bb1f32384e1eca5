package com.penguinmails.mta.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.penguinmails.mta.simulate.Simulation;
import com.penguinmails.mta.simulate.SimulationInputException;
import com.penguinmails.mta.simulate.SimulationJson;
import com.penguinmails.mta.simulate.SimulationPage;
import com.penguinmails.mta.simulate.SimulationReader;
import com.penguinmails.mta.simulate.SimulationResult;
import com.penguinmails.mta.time.Clock;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.BiPredicate;

/**
 * {@code POST /v1/simulations}: runs a campaign ahead of time on the rules in force and answers when it is done, as JSON or, with
 * {@code ?format=html}, as a page. For whoever has the operator's token, since it keeps a processor busy: one at a time, for at most
 * {@value #MOST_SECONDS} seconds; what is not simulated by then is told as unfinished. Thread-safe.
 */
final class SimulationEndpoint {
    private static final int MAX_BODY = 16 << 20;
    private static final long MAX_RECIPIENTS = 20_000_000;
    private static final long MOST_SECONDS = 120;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final NodeControl control;
    private final BiPredicate<ServerRequest, ServerResponse> operators;
    private final Clock clock;
    private final Semaphore running = new Semaphore(1);
    private final ObjectMapper json = new ObjectMapper();

    /** @param operators whether a request comes from an operator; if not it has answered already */
    SimulationEndpoint(NodeControl control, BiPredicate<ServerRequest, ServerResponse> operators, Clock clock) {
        this.control = control;
        this.operators = operators;
        this.clock = clock;
    }

    void post(ServerRequest request, ServerResponse response) {
        if (!operators.test(request, response)) {
            return;
        }
        if (!running.tryAcquire()) {
            response.header("Retry-After", "10");
            AdminServer.problem(response, Status.SERVICE_UNAVAILABLE_503, "simulation_running",
                    "another simulation is running; one runs at a time");
            return;
        }
        try {
            answer(request, response, simulate(body(request)));
        } catch (SimulationInputException e) {
            refuse(response, e);
        } catch (IOException e) {
            AdminServer.problem(response, Status.BAD_REQUEST_400, "json_invalid", String.valueOf(e.getMessage()));
        } finally {
            running.release();
        }
    }

    private SimulationResult simulate(JsonNode input) throws SimulationInputException {
        var reader = new SimulationReader(control.queueSettings(), MAX_RECIPIENTS);
        long end = clock.nanoTime() + MOST_SECONDS * NANOS_PER_SECOND;
        return new Simulation(reader.read(input, clock.instant()), _ -> clock.nanoTime() - end < 0).run();
    }

    private JsonNode body(ServerRequest request) throws IOException {
        try (InputStream in = request.content().inputStream()) {
            byte[] body = in.readNBytes(MAX_BODY + 1);
            if (body.length > MAX_BODY) {
                throw new IOException("the body has at most 16 MiB; give counts by domain instead of addresses");
            }
            return json.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IOException("not valid JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static void answer(ServerRequest request, ServerResponse response, SimulationResult result) {
        if (request.query().first("format").map("html"::equals).orElse(false)) {
            response.header(HeaderNames.CONTENT_TYPE, "text/html; charset=utf-8");
            response.send(SimulationPage.of(result).getBytes(StandardCharsets.UTF_8));
        } else {
            AdminServer.send(response, Status.OK_200, SimulationJson.of(result));
        }
    }

    private static void refuse(ServerResponse response, SimulationInputException e) {
        Map<String, Object> problem = AdminServer.problemBody(AdminServer.UNPROCESSABLE, "simulation_invalid",
                "the simulation makes no sense as it is asked for");
        problem.put("errors", e.problems().stream()
                .map(one -> Map.of("pointer", one.pointer(), "code", "invalid", "detail", one.detail())).toList());
        AdminServer.send(response, AdminServer.UNPROCESSABLE, problem);
    }
}
