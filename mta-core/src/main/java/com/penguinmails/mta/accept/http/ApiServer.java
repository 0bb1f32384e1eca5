package com.penguinmails.mta.accept.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.mta.accept.MemoryBudget;
import com.penguinmails.mta.accept.Sender;
import com.penguinmails.mta.accept.http.ApiRequest.RequestContext;
import com.penguinmails.mta.counter.Counter;
import com.penguinmails.mta.counter.Counters;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every request passes: a number of its own, no key in the query string, who is it, how many requests, which route; and what
 * every answer has. Thread-safe.
 */
final class ApiServer {
    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
    private static final Set<String> KEY_PARAMETERS = Set.of("key", "api_key", "apikey", "token", "access_token");

    private final Router router;
    private final Authenticator authenticator;
    private final RequestLimiter limiter;
    private final Supplier<String> requestIds;
    private final Counters counters;
    private final MemoryBudget bodies;
    private final ObjectMapper json = new ObjectMapper();

    ApiServer(Router router, Authenticator authenticator, RequestLimiter limiter, Supplier<String> requestIds,
            Counters counters, MemoryBudget bodies) {
        this.router = router;
        this.authenticator = authenticator;
        this.limiter = limiter;
        this.requestIds = requestIds;
        this.counters = counters;
        this.bodies = bodies;
    }

    void handle(ServerRequest request, ServerResponse response) {
        String requestId = requestIds.get();
        response.header("X-Request-Id", requestId);
        closeIfAsked(request, response);
        counters.increment(Counter.HTTP_REQUESTS);
        try (var lease = new BodyLease(bodies)) {
            send(answer(request, response, requestId, lease), response, requestId);
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

    private Answer answer(ServerRequest request, ServerResponse response, String requestId, BodyLease lease) {
        try {
            return act(request, response, requestId, lease);
        } catch (ProblemException e) {
            return problem(e.problem(), request, requestId);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return problem(Problem.unavailable("the node is stopping", 5).closing(), request, requestId);
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("request_id", requestId).setCause(e).log("A request failed by a fault of ours");
            return problem(Problem.of(500, "internal_error", "A fault of ours",
                    "it was logged under this request's id; whether anything was accepted is not known").closing(),
                    request, requestId);
        }
    }

    private Answer act(ServerRequest request, ServerResponse response, String requestId, BodyLease lease)
            throws InterruptedException {
        for (String name : request.query().names()) {
            if (KEY_PARAMETERS.contains(name)) {
                throw Problem.badRequest("key_in_query",
                        "a key in a URL ends up in logs: revoke this one and send another as Authorization: Bearer")
                        .closing().toException();
            }
        }
        InetAddress remote = remote(request);
        Sender sender = authenticator
                .authenticate(request.headers().first(HeaderNames.AUTHORIZATION).orElse(null), remote);
        limit(sender, response);
        Router.Match match = router.match(request.prologue().method().text(), request.path().path());
        return match.route().action()
                .handle(new ApiRequest(request, new RequestContext(sender, remote, requestId, lease), match.id()));
    }

    private void limit(Sender sender, ServerResponse response) {
        int remaining = limiter.take(sender.keyId());
        response.header("RateLimit-Policy", limiter.policy());
        response.header("RateLimit", limiter.state(remaining));
        if (remaining < 0) {
            throw Problem.of(429, "quota_exceeded", "Too many requests", "wait a second, or send batches and jobs")
                    .member("violated-policies", Set.of("requests")).retryAfter(1).closing().toException();
        }
    }

    private static InetAddress remote(ServerRequest request) {
        return request.remotePeer().address() instanceof InetSocketAddress address
                ? address.getAddress()
                : InetAddress.getLoopbackAddress();
    }

    private static Answer problem(Problem problem, ServerRequest request, String requestId) {
        ObjectNode body = ProblemJson.write(problem, request.path().path(), requestId);
        return new Answer.Json(problem.status(), body, problem.headers());
    }

    private void send(Answer answer, ServerResponse response, String requestId)
            throws IOException, InterruptedException {
        switch (answer) {
            case Answer.Json(int status, ObjectNode body, Map<String, String> headers) -> {
                count(status);
                response.status(status);
                response.header("Content-Type", status >= 400 ? ProblemJson.MEDIA_TYPE : "application/json");
                headers.forEach((name, value) -> response.header(name, value));
                response.send(octets(body.put("request_id", requestId)));
            }
            case Answer.Stream(Answer.Stream.Writer writer) -> {
                response.header("Content-Type", "text/event-stream");
                response.header("Cache-Control", "no-store");
                try (OutputStream out = response.outputStream()) {
                    writer.writeTo(out);
                }
            }
        }
    }

    private void count(int status) {
        if (status >= 500) {
            counters.increment(Counter.HTTP_SERVER_ERRORS);
        } else if (status >= 400) {
            counters.increment(Counter.HTTP_CLIENT_ERRORS);
        }
    }

    private byte[] octets(ObjectNode body) {
        try {
            return json.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values is always written", e);
        }
    }
}
