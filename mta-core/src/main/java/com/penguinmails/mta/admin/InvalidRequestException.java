package com.penguinmails.mta.admin;

import io.helidon.http.Status;
import java.util.List;
import java.util.Map;

/** A request to the admin port that is refused with a problem (RFC 9457); nothing has changed. */
final class InvalidRequestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Status status;
    private final String code;
    private final transient List<Problem> problems;

    /**
     * One field that is wrong.
     *
     * @param pointer into the body (RFC 6901)
     */
    record Problem(String pointer, String detail) {}

    InvalidRequestException(Status status, String code, String detail) {
        this(status, code, detail, List.of());
    }

    InvalidRequestException(Status status, String code, String detail, List<Problem> problems) {
        super(detail);
        this.status = status;
        this.code = code;
        this.problems = List.copyOf(problems);
    }

    Status status() {
        return status;
    }

    /** The body of the answer. */
    Map<String, Object> body() {
        Map<String, Object> body = AdminServer.problemBody(status, code, String.valueOf(getMessage()));
        if (!problems.isEmpty()) {
            body.put("errors", problems.stream()
                    .map(one -> Map.of("pointer", one.pointer(), "code", "invalid", "detail", one.detail())).toList());
        }
        return body;
    }
}
