package com.penguinmails.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** Submits jobs to a node over its local API and cancels them. Thread-safe. */
final class JobClient implements AutoCloseable {
    private static final int ACCEPTED = 202;

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ObjectMapper json = new ObjectMapper();
    private final URI node;

    JobClient(URI node) {
        this.node = node;
    }

    /** Submits a job; the answer comes when all of it is on disk. */
    CompletableFuture<HttpResponse<String>> submit(Path body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(node.resolve("/v1/jobs"))
                .header("Content-Type", "application/x-ndjson").POST(BodyPublishers.ofFile(body)).build();
        return client.sendAsync(request, BodyHandlers.ofString());
    }

    /**
     * The id of a job that was accepted as a whole.
     *
     * @throws IOException with the answer, if it was not
     */
    String accepted(HttpResponse<String> answer, int rows) throws IOException {
        if (answer.statusCode() != ACCEPTED) {
            throw new IOException("the job was answered " + answer.statusCode() + ": " + answer.body());
        }
        JsonNode body = json.readTree(answer.body());
        if (body.path("accepted_rows").asInt() != rows) {
            throw new IOException("the node did not take all of " + rows + " rows: " + answer.body());
        }
        return body.path("id").asText();
    }

    /** Cancels what is not yet sent of a job. */
    void cancel(String job) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(node.resolve("/v1/jobs/" + job)).DELETE().build();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException("canceling was answered " + answer.statusCode() + ": " + answer.body());
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
