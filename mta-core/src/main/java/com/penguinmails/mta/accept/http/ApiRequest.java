package com.penguinmails.mta.accept.http;

import com.penguinmails.mta.accept.Sender;
import com.penguinmails.mta.accept.SubmissionPolicy;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request that was authenticated and routed. For one thread. */
final class ApiRequest {
    private static final int MAX_KEY = 255;

    private final ServerRequest request;
    private final RequestContext context;
    private final String id;

    /**
     * @param context who asks, and since when
     * @param id what stands for {@code {id}} in the route's path; empty for none
     */
    ApiRequest(ServerRequest request, RequestContext context, String id) {
        this.request = request;
        this.context = context;
        this.id = id;
    }

    /** Who asks, from where, under which number, and what its body may take. */
    record RequestContext(Sender sender, InetAddress remote, String requestId, BodyLease lease) {}

    Sender sender() {
        return context.sender();
    }

    InetAddress remote() {
        return context.remote();
    }

    String requestId() {
        return context.requestId();
    }

    /** What the body takes of the memory that all share. */
    BodyLease lease() {
        return context.lease();
    }

    /** The id in the path. */
    String id() {
        return id;
    }

    String method() {
        return request.prologue().method().text();
    }

    String path() {
        return request.path().path();
    }

    @Nullable
    String header(String name) {
        return request.headers().first(HeaderNames.create(name)).orElse(null);
    }

    /** Type and subtype in lower case, without parameters; empty if none was given. */
    String mediaType() {
        String type = header("Content-Type");
        return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    /** 415 unless the body is of one of these types. */
    void requireMediaType(String... types) {
        if (!List.of(types).contains(mediaType())) {
            throw Problem.of(415, "media_type_unsupported", "This kind of body is not taken",
                    "send Content-Type: " + String.join(" or ", types)).closing().toException();
        }
    }

    /** The value of a query parameter, or null. */
    @Nullable
    String query(String name) {
        return request.query().contains(name) ? request.query().get(name) : null;
    }

    List<String> queries(String name) {
        return request.query().contains(name) ? request.query().all(name) : List.of();
    }

    /** 400 for a query parameter that is none of these. */
    void requireQueries(String... known) {
        for (String name : request.query().names()) {
            if (!Set.of(known).contains(name)) {
                throw Problem.badRequest("unknown_parameter", known.length == 0
                        ? "no query parameters are known here"
                        : "only these query parameters are known here: " + String.join(", ", known)).closing()
                        .toException();
            }
        }
    }

    /** The {@code Content-Length}, or -1. */
    long contentLength() {
        return request.headers().contentLength().orElse(-1);
    }

    /** The body as it comes; empty if there is none. */
    InputStream body() {
        return request.content().hasEntity() ? request.content().inputStream() : InputStream.nullInputStream();
    }

    /** The {@code Idempotency-Key}, or null; 400 if it is not 1 to 255 printable ASCII characters. */
    @Nullable
    String idempotencyKey() {
        String key = header("Idempotency-Key");
        boolean valid = key == null
                || !key.isEmpty() && key.length() <= MAX_KEY && key.chars().allMatch(c -> c >= ' ' && c < 0x7f);
        if (!valid) {
            throw Problem.badRequest("idempotency_key_invalid",
                    "an Idempotency-Key has 1 to " + MAX_KEY + " printable ASCII characters").closing().toException();
        }
        return key;
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
