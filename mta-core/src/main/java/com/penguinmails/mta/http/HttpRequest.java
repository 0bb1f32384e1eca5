package com.penguinmails.mta.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request to an API. For one thread. */
public class HttpRequest {
    private static final int MAX_KEY = 255;

    private final ServerRequest request;
    private final ServerResponse response;
    private final String requestId;
    private final BodyLease lease;
    private final String id;

    HttpRequest(ServerRequest request, ServerResponse response, String requestId, BodyLease lease) {
        this.request = request;
        this.response = response;
        this.requestId = requestId;
        this.lease = lease;
        this.id = "";
    }

    /**
     * The same request, routed.
     *
     * @param id what stands for {@code {id}} in the route's path; empty for none
     */
    protected HttpRequest(HttpRequest request, String id) {
        this.request = request.request;
        this.response = request.response;
        this.requestId = request.requestId;
        this.lease = request.lease;
        this.id = id;
    }

    /** The client's address; loopback for a Unix-domain socket. */
    public final InetAddress remote() {
        return request.remotePeer().address() instanceof InetSocketAddress address
                ? address.getAddress()
                : InetAddress.getLoopbackAddress();
    }

    /** The number under which the answer and the log know it. */
    public final String requestId() {
        return requestId;
    }

    /** What the body takes of the memory that all share. */
    public final BodyLease lease() {
        return lease;
    }

    /** The id in the path. */
    public final String id() {
        return id;
    }

    public final String method() {
        return request.prologue().method().text();
    }

    public final String path() {
        return request.path().path();
    }

    public final @Nullable String header(String name) {
        return request.headers().first(HeaderNames.create(name)).orElse(null);
    }

    /** Sets a header field of the answer, whatever the answer will be. */
    public final void answerHeader(String name, String value) {
        response.header(name, value);
    }

    /** Type and subtype in lower case, without parameters; empty if none was given. */
    public final String mediaType() {
        String type = header("Content-Type");
        return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    /** 415 unless the body is of one of these types. */
    public final void requireMediaType(String... types) {
        if (!List.of(types).contains(mediaType())) {
            throw Problem.of(415, "media_type_unsupported", "This kind of body is not taken",
                    "send Content-Type: " + String.join(" or ", types)).closing().toException();
        }
    }

    /** The value of a query parameter, or null. */
    public final @Nullable String query(String name) {
        return request.query().contains(name) ? request.query().get(name) : null;
    }

    public final List<String> queries(String name) {
        return request.query().contains(name) ? request.query().all(name) : List.of();
    }

    /** 400 for a query parameter that is none of these. */
    public final void requireQueries(String... known) {
        for (String name : queryNames()) {
            if (!Set.of(known).contains(name)) {
                throw Problem.badRequest("unknown_parameter", known.length == 0
                        ? "no query parameters are known here"
                        : "only these query parameters are known here: " + String.join(", ", known)).closing()
                        .toException();
            }
        }
    }

    final Set<String> queryNames() {
        return request.query().names();
    }

    /** The {@code Content-Length}, or -1. */
    public final long contentLength() {
        return request.headers().contentLength().orElse(-1);
    }

    /** The body as it comes; empty if there is none. */
    public final InputStream body() {
        return request.content().hasEntity() ? request.content().inputStream() : InputStream.nullInputStream();
    }

    /** The {@code Idempotency-Key}, or null; 400 if it is not 1 to 255 printable ASCII characters. */
    public final @Nullable String idempotencyKey() {
        String key = header("Idempotency-Key");
        boolean valid = key == null
                || !key.isEmpty() && key.length() <= MAX_KEY && key.chars().allMatch(c -> c >= ' ' && c < 0x7f);
        if (!valid) {
            throw Problem.badRequest("idempotency_key_invalid",
                    "an Idempotency-Key has 1 to " + MAX_KEY + " printable ASCII characters").closing().toException();
        }
        return key;
    }

    /** 429 when the owner of the key has made too many requests; the answer tells what is left in any case. */
    public final void limit(RequestLimiter limiter, String keyId) {
        int remaining = limiter.take(keyId);
        answerHeader("RateLimit-Policy", limiter.policy());
        answerHeader("RateLimit", limiter.state(remaining));
        if (remaining < 0) {
            throw Problem.of(429, "quota_exceeded", "Too many requests", "wait a second, or send batches and jobs")
                    .member("violated-policies", Set.of("requests")).retryAfter(1).closing().toException();
        }
    }
}
