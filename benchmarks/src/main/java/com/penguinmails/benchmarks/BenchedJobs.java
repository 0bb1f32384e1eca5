package com.penguinmails.benchmarks;

import com.penguinmails.mta.node.PenguinNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Speaks with a measured node as its users do. */
final class BenchedJobs {

    private BenchedJobs() {}

    /**
     * Submits a job; it is accepted when this returns.
     *
     * @param job its head and its rows, a line each
     * @throws IOException if it is refused
     */
    static void submit(PenguinNode node, HttpClient client, String job) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + node.http().getFirst() + "/v1/jobs"))
                .header("Content-Type", "application/x-ndjson").POST(HttpRequest.BodyPublishers.ofString(job)).build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 202) {
            throw new IOException("the job was answered " + response.statusCode() + ": " + response.body());
        }
    }
}
