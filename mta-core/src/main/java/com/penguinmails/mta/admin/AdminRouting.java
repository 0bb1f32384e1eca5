package com.penguinmails.mta.admin;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which request is answered by what; whatever is no request to the admin port is answered with a problem (RFC 9457). */
final class AdminRouting {
    private static final Logger LOG = LoggerFactory.getLogger(AdminRouting.class);

    private AdminRouting() {}

    static void apply(HttpRouting.Builder routing, List<AdminRoute> routes) {
        Map<String, StringJoiner> methods = new LinkedHashMap<>();
        for (AdminRoute route : routes) {
            routing.route(route.method(), route.path(), route.handler());
            methods.computeIfAbsent(route.path(), _ -> new StringJoiner(", ")).add(route.method().text());
        }
        methods.forEach((path, allowed) -> routing.any(path, (request, response) -> {
            response.header(HeaderNames.ALLOW, allowed.toString());
            AdminServer.problem(response, Status.METHOD_NOT_ALLOWED_405, "method_not_allowed",
                    "allowed here: " + allowed);
        }));
        routing.any((request, response) -> AdminServer.problem(response, Status.NOT_FOUND_404, "not_found",
                "nothing is served under this path; docs/operations.md tells what is"));
        routing.error(InvalidRequestException.class,
                (request, response, refusal) -> AdminServer.send(response, refusal.status(), refusal.body()));
        routing.error(Exception.class, (request, response, error) -> {
            LOG.atError().setCause(error).log("the admin port could not answer");
            AdminServer.problem(response, Status.INTERNAL_SERVER_ERROR_500, "internal_error",
                    "the node's log says what went wrong");
        });
    }

    /** What is no HTTP never reaches a route; it is answered with a problem all the same. */
    static DirectHandlers malformed() {
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
            handlers.addHandler(type, AdminRouting::answerMalformed);
        }
        return handlers.build();
    }

    private static DirectHandler.TransportResponse answerMalformed(DirectHandler.TransportRequest request,
            DirectHandler.EventType type, Status status, ServerResponseHeaders headers, String message) {
        byte[] body = AdminServer
                .octets(AdminServer.problemBody(status, "http_malformed", "the request is not valid HTTP/1.1"));
        return DirectHandler.TransportResponse.builder().status(status).headers(headers)
                .header(HeaderNames.CONTENT_TYPE, "application/problem+json").keepAlive(false).entity(body).build();
    }
}
