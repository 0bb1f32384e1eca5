package com.penguinmails.mta.accept.http;

import com.penguinmails.mta.accept.AcceptResult;
import com.penguinmails.mta.compose.FieldProblem;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
record Problem(int status, String code, String title, String detail, List<FieldProblem> errors,
        Map<String, String> headers, Map<String, Object> extra) {
    private static final Set<String> OF_THE_KEY = Set.of("scope_missing", "test_key", "tenant_not_allowed",
            "from_domain_not_allowed", "reverse_path_not_allowed");

    static Problem of(int status, String code, String title, String detail) {
        return new Problem(status, code, title, detail, List.of(), Map.of(), Map.of());
    }

    /** 422 with everything that is wrong. */
    static Problem invalid(List<FieldProblem> errors) {
        String detail = errors.size() == 1
                ? errors.getFirst().detail()
                : errors.size() + " fields are wrong; see errors";
        return new Problem(422, "invalid_fields", "Some fields are not valid", detail, List.copyOf(errors), Map.of(),
                Map.of());
    }

    static Problem badRequest(String code, String detail) {
        return of(400, code, "The request is not valid", detail);
    }

    static Problem notFound(String what) {
        return of(404, "not_found", "There is nothing here", what);
    }

    static Problem tooLarge(long maxOctets) {
        return of(413, "body_too_large", "The body is too large", "at most " + maxOctets + " octets").closing();
    }

    /** 503: refused for now. */
    static Problem unavailable(String reason, int retryAfterSeconds) {
        return of(503, "temporary_reduced_capacity", "New mail is refused for now", reason)
                .retryAfter(retryAfterSeconds);
    }

    /** The first request under the same idempotency key is still running. */
    static Problem inProgress(int retryAfterSeconds) {
        return of(409, "idempotency_key_in_use", "The same request is still running",
                "the first request with this idempotency key has no answer yet; ask again later")
                .retryAfter(retryAfterSeconds);
    }

    static Problem keyReused() {
        return of(422, "idempotency_key_reused", "The idempotency key was used before",
                "this idempotency key belongs to another body; take a new key for each request");
    }

    /** A refusal by the gate that both listeners share. */
    static Problem refused(AcceptResult.Refused refused) {
        if (refused.code().equals("idempotency_key_reused")) {
            return keyReused();
        }
        FieldProblem error = toFieldProblem(refused);
        if (OF_THE_KEY.contains(refused.code())) {
            return new Problem(403, refused.code(), "This key may not do that", refused.detail(), List.of(error),
                    Map.of(), Map.of());
        }
        if (refused.code().equals("message_too_large")) {
            return new Problem(413, refused.code(), "The message is too large", refused.detail(), List.of(error),
                    Map.of(), Map.of());
        }
        return invalid(List.of(error));
    }

    /** Pointers are empty where the fault lies in no field of the body. */
    static FieldProblem toFieldProblem(AcceptResult.Refused refused) {
        String pointer = switch (refused.field()) {
            case "key", "idempotency_key", "content" -> "";
            case "recipients" -> "/to";
            case "reverse_path" -> "/return_path";
            default -> '/' + refused.field();
        };
        return new FieldProblem(pointer, refused.code(), refused.detail());
    }

    Problem with(String header, String value) {
        var all = new TreeMap<>(headers);
        all.put(header, value);
        return new Problem(status, code, title, detail, errors, all, extra);
    }

    Problem retryAfter(int seconds) {
        return with("Retry-After", Integer.toString(seconds));
    }

    /** For a request whose body was not read to its end. */
    Problem closing() {
        return with("Connection", "close");
    }

    Problem member(String name, Object value) {
        var all = new TreeMap<>(extra);
        all.put(name, value);
        return new Problem(status, code, title, detail, errors, headers, all);
    }

    ProblemException toException() {
        return new ProblemException(this);
    }
}
