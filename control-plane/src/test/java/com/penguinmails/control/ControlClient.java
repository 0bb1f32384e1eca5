package com.penguinmails.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client of the API with one key. */
final class ControlClient {
    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String base;
    private final String key;

    /** @param key empty: none */
    ControlClient(String base, String key) {
        this.base = base;
        this.key = key;
    }

    String key() {
        return key;
    }

    /** An answer. */
    record Reply(int status, JsonNode body, HttpResponse<String> response) {

        @CanIgnoreReturnValue
        Reply expect(int expected) {
            assertThat(status).as("%s %s: %s", response.request().method(), response.uri(), response.body())
                    .isEqualTo(expected);
            return this;
        }

        String text(String member) {
            return body.path(member).asText();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        /** The fields that a problem names. */
        List<String> pointers() {
            return body.path("errors").findValuesAsText("pointer");
        }
    }

    Reply get(String path) throws IOException, InterruptedException {
        return send("GET", path, null);
    }

    Reply post(String path, String body, String... headers) throws IOException, InterruptedException {
        return send("POST", path, body, headers);
    }

    Reply patch(String path, String body, String... headers) throws IOException, InterruptedException {
        return send("PATCH", path, body, headers);
    }

    Reply delete(String path, String... headers) throws IOException, InterruptedException {
        return send("DELETE", path, null, headers);
    }

    /** @param headers names and values in turn; a Content-Type among them replaces the usual one */
    Reply send(String method, String path, @Nullable String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(20))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null && !Arrays.asList(headers).contains("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        if (!key.isEmpty()) {
            request.header("Authorization", "Bearer " + key);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> response = CLIENT.send(request.build(), BodyHandlers.ofString());
        boolean json = response.headers().firstValue("Content-Type").orElse("")
                .matches("application/(problem\\+)?json");
        return new Reply(response.statusCode(), json ? JSON.readTree(response.body()) : MissingNode.getInstance(),
                response);
    }
}
