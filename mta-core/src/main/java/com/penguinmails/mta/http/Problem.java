package com.penguinmails.mta.http;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Why a request is refused (RFC 9457).
 *
 * @param status the HTTP status
 * @param code a stable word; the last part of the problem's type
 * @param title what kind of problem it is, the same for all of its code
 * @param detail what it is this time, with the limit and the mend; no secrets
 * @param errors what is wrong with which field; may be empty
 * @param headers for the answer, such as {@code Retry-After}
 * @param extra further members, such as where to resume
 */
public record Problem(int status, String code, String title, String detail, List<FieldProblem> errors,
        Map<String, String> headers, Map<String, Object> extra) {

    public static Problem of(int status, String code, String title, String detail) {
        return new Problem(status, code, title, detail, List.of(), Map.of(), Map.of());
    }

    /** 422 with everything that is wrong. */
    public static Problem invalid(List<FieldProblem> errors) {
        String detail = errors.size() == 1
                ? errors.getFirst().detail()
                : errors.size() + " fields are wrong; see errors";
        return new Problem(422, "invalid_fields", "Some fields are not valid", detail, List.copyOf(errors), Map.of(),
                Map.of());
    }

    public static Problem badRequest(String code, String detail) {
        return of(400, code, "The request is not valid", detail);
    }

    public static Problem notFound(String what) {
        return of(404, "not_found", "There is nothing here", what);
    }

    public static Problem tooLarge(long maxOctets) {
        return of(413, "body_too_large", "The body is too large", "at most " + maxOctets + " octets").closing();
    }

    /** 503: refused for now. */
    public static Problem unavailable(String reason, int retryAfterSeconds) {
        return of(503, "temporary_reduced_capacity", "Refused for now", reason)
                .retryAfter(retryAfterSeconds);
    }

    /** The first request under the same idempotency key is still running. */
    public static Problem inProgress(int retryAfterSeconds) {
        return of(409, "idempotency_key_in_use", "The same request is still running",
                "the first request with this idempotency key has no answer yet; ask again later")
                .retryAfter(retryAfterSeconds);
    }

    public static Problem keyReused() {
        return of(422, "idempotency_key_reused", "The idempotency key was used before",
                "this idempotency key belongs to another body; take a new key for each request");
    }

    public Problem with(String header, String value) {
        var all = new TreeMap<>(headers);
        all.put(header, value);
        return new Problem(status, code, title, detail, errors, all, extra);
    }

    public Problem retryAfter(int seconds) {
        return with("Retry-After", Integer.toString(seconds));
    }

    /** For a request whose body was not read to its end. */
    public Problem closing() {
        return with("Connection", "close");
    }

    public Problem member(String name, Object value) {
        var all = new TreeMap<>(extra);
        all.put(name, value);
        return new Problem(status, code, title, detail, errors, headers, all);
    }

    public ProblemException toException() {
        return new ProblemException(this);
    }
}
