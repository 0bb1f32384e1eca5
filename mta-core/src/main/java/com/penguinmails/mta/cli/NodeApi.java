package com.penguinmails.mta.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Speaks to a running node's local API or to its config and metrics port. A refusal becomes an {@link IOException} with the
 * node's own words. For one thread.
 */
final class NodeApi implements AutoCloseable {
    /** Where the config and metrics port is unless an option says so. */
    static final String ADMIN = "${env:PENGUIN_ADMIN_URL:-http://127.0.0.1:9090}";
    /** Where the local API is unless an option says so. */
    static final String API = "${env:PENGUIN_API_URL:-http://127.0.0.1:8080}";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int FIRST_FAILURE = 400;

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT).build();
    private final String base;
    private final @Nullable String credential;

    /**
     * @param base such as {@code http://127.0.0.1:9090}
     * @param credential an API key or the operator's token, sent in a header field only; null or empty for none
     */
    NodeApi(String base, @Nullable String credential) {
        this.base = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        this.credential = credential == null || credential.isEmpty() ? null : credential;
    }

    /** The answer to {@code GET}. */
    JsonNode get(String path, Map<String, String> query) throws IOException, InterruptedException {
        return send(request(path + queryText(query)).GET());
    }

    /** The answer to {@code POST} of a JSON body. */
    JsonNode post(String path, Object body) throws IOException, InterruptedException {
        return send(request(path).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Json.text(body))));
    }

    /** The answer to {@code DELETE} with a JSON body. */
    JsonNode delete(String path, Object body) throws IOException, InterruptedException {
        return send(request(path).header("Content-Type", "application/json").method("DELETE",
                BodyPublishers.ofString(Json.text(body))));
    }

    private HttpRequest.Builder request(String path) throws IOException {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path)).timeout(TIMEOUT);
            return credential == null ? request : request.header("Authorization", "Bearer " + credential);
        } catch (IllegalArgumentException e) {
            throw new IOException(base + " is no URL such as http://127.0.0.1:9090", e);
        }
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response;
        try {
            response = client.send(request.build(), BodyHandlers.ofByteArray());
        } catch (ConnectException e) {
            throw new IOException("no node listens on " + base, e);
        }
        JsonNode body = json.readTree(response.body());
        if (response.statusCode() >= FIRST_FAILURE) {
            throw new IOException(words(response.statusCode(), body));
        }
        return body;
    }

    private static String words(int status, JsonNode problem) {
        String detail = problem.path("detail").asText();
        var words = new StringBuilder(
                detail.isEmpty() ? "the node answered " + status : detail + " (" + status + ")");
        for (JsonNode error : problem.path("errors")) {
            if (error.has("file")) {
                words.append(System.lineSeparator()).append(error.path("file").asText()).append(':')
                        .append(error.path("line").asInt()).append(": ").append(error.path("key").asText())
                        .append(": ").append(error.path("detail").asText());
            }
        }
        return words.toString();
    }

    private static String queryText(Map<String, String> query) {
        StringJoiner text = new StringJoiner("&", "?", "").setEmptyValue("");
        query.forEach((name, value) -> text.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return text.toString();
    }

    @Override
    public void close() {
        client.close();
    }
}
