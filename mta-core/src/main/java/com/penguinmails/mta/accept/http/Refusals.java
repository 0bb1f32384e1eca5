package com.penguinmails.mta.accept.http;

import com.penguinmails.mta.accept.AcceptResult;
import com.penguinmails.mta.http.FieldProblem;
import com.penguinmails.mta.http.Problem;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the gate that both listeners share refuses, as HTTP says it. */
final class Refusals {
    private static final Set<String> OF_THE_KEY = Set.of("scope_missing", "test_key", "tenant_not_allowed",
            "from_domain_not_allowed", "reverse_path_not_allowed", "tenant_suspended");

    private Refusals() {}

    /** A refusal by the gate that both listeners share. */
    static Problem problem(AcceptResult.Refused refused) {
        if (refused.code().equals("idempotency_key_reused")) {
            return Problem.keyReused();
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
        return Problem.invalid(List.of(error));
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
}
