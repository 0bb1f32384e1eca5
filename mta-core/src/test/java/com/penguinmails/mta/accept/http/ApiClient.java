package com.penguinmails.mta.accept.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Talks to the API as any client would. */
final class ApiClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port;
    private final @Nullable String key;

    ApiClient(int port, @Nullable String key) {
        this.port = port;
        this.key = key;
    }

    record Reply(int status, JsonNode body, HttpHeaders headers) {

        String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        String text(String field) {
            return body.path(field).asText();
        }

        /** The errors as {@code pointer code}, sorted. */
        String errors() {
            return String.join(", ", StreamSupport.stream(body.path("errors").spliterator(), false)
                    .map(error -> error.path("pointer").asText() + " " + error.path("code").asText()).sorted()
                    .toList());
        }
    }

    Reply postJson(String path, String json, String... headers) throws IOException, InterruptedException {
        return post(path, "application/json", BodyPublishers.ofString(json), headers);
    }

    Reply postRows(String path, String lines, String... headers) throws IOException, InterruptedException {
        return post(path, "application/x-ndjson", BodyPublishers.ofString(lines), headers);
    }

    Reply post(String path, String type, BodyPublisher body, String... headers)
            throws IOException, InterruptedException {
        return send(request(path, headers).header("Content-Type", type).POST(body).build());
    }

    Reply get(String path, String... headers) throws IOException, InterruptedException {
        return send(request(path, headers).GET().build());
    }

    Reply delete(String path, String... headers) throws IOException, InterruptedException {
        return send(request(path, headers).DELETE().build());
    }

    Reply method(String method, String path) throws IOException, InterruptedException {
        return send(request(path).method(method, BodyPublishers.noBody()).build());
    }

    HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(60));
        if (headers.length > 0) {
            builder.headers(headers);
        }
        return key == null ? builder : builder.header("Authorization", "Bearer " + key);
    }

    private static Reply send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = CLIENT.send(request, BodyHandlers.ofByteArray());
        return new Reply(response.statusCode(), JSON.readTree(response.body()), response.headers());
    }
}
