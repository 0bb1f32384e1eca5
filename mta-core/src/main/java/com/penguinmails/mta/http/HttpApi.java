package com.penguinmails.mta.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every request passes: a number of its own, no key in the query string, room for its body; and what every answer has. What a
 * handler throws becomes a problem. Thread-safe.
 */
public final class HttpApi {
    private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);
    private static final Set<String> KEY_PARAMETERS = Set.of("key", "api_key", "apikey", "token", "access_token");

    private final Handler handler;
    private final Supplier<String> requestIds;
    private final Watch watch;
    private final MemoryBudget bodies;
    private final ObjectMapper json = new ObjectMapper();

    /**
     * @param requestIds a new one for each request
     * @param bodies what all bodies together may hold
     */
    public HttpApi(Handler handler, Supplier<String> requestIds, Watch watch, MemoryBudget bodies) {
        this.handler = handler;
        this.requestIds = requestIds;
        this.watch = watch;
        this.bodies = bodies;
    }

    /** Does what a request asks; may block, since it runs on a virtual thread, and refuses by {@link ProblemException}. */
    @FunctionalInterface
    public interface Handler {
        Answer handle(HttpRequest request) throws InterruptedException;
    }

    /** Counts. Thread-safe. */
    public interface Watch {
        void received();

        /** The answer goes out with this status. */
        void answered(int status);
    }

    void handle(ServerRequest request, ServerResponse response) {
        String requestId = requestIds.get();
        response.header("X-Request-Id", requestId);
        closeIfAsked(request, response);
        watch.received();
        try (var lease = new BodyLease(bodies)) {
            send(answer(new HttpRequest(request, response, requestId, lease)), response, requestId);
        } catch (IOException e) {
            LOG.debug("The client of {} has gone", requestId, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        LOG.atDebug().addKeyValue("request_id", requestId).addKeyValue("status", response.status().code())
                .log("{} {}", request.prologue().method().text(), request.path().path());
    }

    /** A client that says that this is its last request is not kept waiting for the end of the connection (RFC 9112 §9.6). */
    private static void closeIfAsked(ServerRequest request, ServerResponse response) {
        if (request.headers().containsToken(HeaderValues.CONNECTION_CLOSE)) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
    }

    private Answer answer(HttpRequest request) {
        try {
            refuseKeyInQuery(request);
            return handler.handle(request);
        } catch (ProblemException e) {
            return problem(e.problem(), request);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return problem(Problem.unavailable("the process is stopping", 5).closing(), request);
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("request_id", request.requestId()).setCause(e)
                    .log("A request failed by a fault of ours");
            return problem(Problem.of(500, "internal_error", "A fault of ours",
                    "it was logged under this request's id; whether anything was done is not known").closing(),
                    request);
        }
    }

    private static void refuseKeyInQuery(HttpRequest request) {
        for (String name : request.queryNames()) {
            if (KEY_PARAMETERS.contains(name)) {
                throw Problem.badRequest("key_in_query",
                        "a key in a URL ends up in logs: revoke this one and send another as Authorization: Bearer")
                        .closing().toException();
            }
        }
    }

    private static Answer problem(Problem problem, HttpRequest request) {
        ObjectNode body = ProblemJson.write(problem, request.path(), request.requestId());
        return new Answer.Json(problem.status(), body, problem.headers());
    }

    private void send(Answer answer, ServerResponse response, String requestId)
            throws IOException, InterruptedException {
        switch (answer) {
            case Answer.Json(int status, ObjectNode body, Map<String, String> headers) -> {
                begin(response, status, status >= 400 ? ProblemJson.MEDIA_TYPE : "application/json", headers);
                response.send(octets(body.put("request_id", requestId)));
            }
            case Answer.Document(String mediaType, String text, Map<String, String> headers) -> {
                begin(response, 200, mediaType, headers);
                response.send(text);
            }
            case Answer.Empty() -> {
                watch.answered(204);
                response.status(204).send();
            }
            case Answer.Stream(String mediaType, Answer.Stream.Writer writer) -> {
                begin(response, 200, mediaType, Map.of("Cache-Control", "no-store"));
                try (OutputStream out = response.outputStream()) {
                    writer.writeTo(out);
                }
            }
        }
    }

    private void begin(ServerResponse response, int status, String mediaType, Map<String, String> headers) {
        watch.answered(status);
        response.status(status);
        response.header("Content-Type", mediaType);
        headers.forEach((name, value) -> response.header(name, value));
    }

    private byte[] octets(ObjectNode body) {
        try {
            return json.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values is always written", e);
        }
    }
}
