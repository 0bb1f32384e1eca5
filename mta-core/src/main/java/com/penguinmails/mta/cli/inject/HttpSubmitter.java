package com.penguinmails.mta.cli.inject;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Submits to {@code POST /v1/messages} as JSON. */
public final class HttpSubmitter implements Submitter {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client;
    private final HttpRequest.Builder request;
    private final MailTemplate mail;
    private final String text;

    /**
     * @param client of {@link #newClient}, shared by all workers and closed by its maker
     * @param uri the whole URL to post to
     * @param key for the Authorization field, null for none
     */
    public HttpSubmitter(HttpClient client, URI uri, @Nullable String key, MailTemplate mail) {
        this.client = client;
        this.mail = mail;
        this.text = json(mail.text());
        this.request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).header("Content-Type", "application/json");
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
    }

    /** HTTP/1.1 on virtual threads. */
    public static HttpClient newClient() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT)
                .executor(Executors.newVirtualThreadPerTaskExecutor()).build();
    }

    @Override
    public int submit(long number) throws IOException, InterruptedException {
        String body = "{\"from\":" + json(mail.from(number)) + ",\"to\":" + json(List.of(mail.to(number)))
                + ",\"subject\":"
                + json(mail.subject(number)) + ",\"text\":" + text + "}";
        HttpRequest post = request.copy().POST(BodyPublishers.ofString(body)).build();
        return client.send(post, BodyHandlers.discarding()).statusCode();
    }

    /** Nothing: other workers may still need the client. */
    @Override
    public void close() {}

    private String json(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON form", e);
        }
    }
}
