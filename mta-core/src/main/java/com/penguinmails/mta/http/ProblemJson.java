package com.penguinmails.mta.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Problems as {@code application/problem+json} (RFC 9457). */
public final class ProblemJson {
    public static final String MEDIA_TYPE = "application/problem+json";
    private static final String TYPES = "https://penguinmails.com/problems/";
    private static final String RATE_LIMIT_TYPES = "https://iana.org/assignments/http-problem-types#";

    private ProblemJson() {}

    public static ObjectNode write(Problem problem, String path, String requestId) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("type", type(problem));
        json.put("title", problem.title());
        json.put("status", problem.status());
        json.put("detail", problem.detail());
        json.put("instance", path);
        json.put("code", problem.code());
        json.put("request_id", requestId);
        problem.extra().forEach((name, value) -> json.putPOJO(name, value));
        if (!problem.errors().isEmpty()) {
            json.set("errors", errors(problem.errors()));
        }
        return json;
    }

    public static ArrayNode errors(List<FieldProblem> problems) {
        ArrayNode errors = JsonNodeFactory.instance.arrayNode();
        problems.forEach(problem -> errors.addObject().put("pointer", problem.pointer()).put("code", problem.code())
                .put("detail", problem.detail()));
        return errors;
    }

    /** Two types belong to the draft on rate limits (draft-ietf-httpapi-ratelimit-headers). */
    private static String type(Problem problem) {
        return switch (problem.code()) {
            case "quota_exceeded" -> RATE_LIMIT_TYPES + "quota-exceeded";
            case "temporary_reduced_capacity" -> RATE_LIMIT_TYPES + "temporary-reduced-capacity";
            default -> TYPES + problem.code().replace('_', '-');
        };
    }
}
