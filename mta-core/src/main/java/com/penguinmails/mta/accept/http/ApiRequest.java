package com.penguinmails.mta.accept.http;

import com.penguinmails.mta.accept.Sender;
import com.penguinmails.mta.accept.SubmissionPolicy;
import com.penguinmails.mta.http.HttpRequest;
import com.penguinmails.mta.http.Problem;

/** A request that was authenticated and routed. For one thread. */
final class ApiRequest extends HttpRequest {
    private final Sender sender;

    /**
     * @param sender who asks
     * @param id what stands for {@code {id}} in the route's path; empty for none
     */
    ApiRequest(HttpRequest request, Sender sender, String id) {
        super(request, id);
        this.sender = sender;
    }

    Sender sender() {
        return sender;
    }

    /** 403 unless the sender has the scope. */
    void requireScope(String scope) {
        if (!sender().scopes().contains(scope)) {
            throw Problem.of(403, "scope_missing", "This key may not do that", "it needs the scope " + scope).closing()
                    .toException();
        }
    }

    /** What a key is checked by that is not allowed to see another tenant's mail. */
    boolean maySee(String tenant) {
        return sender().tenant().isEmpty() || sender().tenant().equals(tenant);
    }

    void requireSend() {
        requireScope(SubmissionPolicy.SCOPE);
    }

    void requireRead() {
        requireScope(Authenticator.READ);
    }
}
