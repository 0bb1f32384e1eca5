package com.penguinmails.control.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Speaks to a control plane's API. A refusal becomes an {@link IOException} with its own words. For one thread. */
final class ControlClient implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT).build();
    private final String base;
    private final String key;

    ControlClient(String base, String key) {
        this.base = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        this.key = key;
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = send(path, BodyHandlers.ofString());
        requireOk(response.statusCode(), response.body());
        return json.readTree(response.body());
    }

    /** The lines of an answer as they come; closing it ends the answer. */
    Stream<String> lines(String path) throws IOException, InterruptedException {
        HttpResponse<Stream<String>> response = send(path, BodyHandlers.ofLines());
        if (response.statusCode() != 200) {
            try (Stream<String> lines = response.body()) {
                requireOk(response.statusCode(), lines.collect(Collectors.joining("\n")));
            }
        }
        return response.body();
    }

    private void requireOk(int status, String body) throws IOException {
        if (status != 200) {
            String detail = json.readTree(body).path("detail").asText();
            throw new IOException(detail + " (" + status + ")");
        }
    }

    private <T> HttpResponse<T> send(String path, BodyHandler<T> handler) throws IOException, InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(base + path)).timeout(TIMEOUT)
                    .header("Authorization", "Bearer " + key).GET().build();
            return client.send(request, handler);
        } catch (ConnectException e) {
            throw new IOException("no control plane listens on " + base, e);
        } catch (IllegalArgumentException e) {
            throw new IOException(base + " is no URL such as http://127.0.0.1:8081", e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
