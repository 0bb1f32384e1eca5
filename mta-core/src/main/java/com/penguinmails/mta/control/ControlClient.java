package com.penguinmails.mta.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Talks to the control plane's API. Whatever answers, an exchange ends: within its time, headers and body together, and within
 * {@value #MAX_ANSWER} octets. Follows no redirect, so that the credential goes nowhere else. Thread-safe.
 */
final class ControlClient implements AutoCloseable {
    static final int MAX_ANSWER = 128 * 1024 * 1024;
    private static final int SHOWN = 300;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER).build();
    private final String base;

    ControlClient(String base) {
        this.base = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    }

    /** What was answered. */
    static final class Reply {
        private final int status;
        private final byte[] body;

        private Reply(int status, byte[] body) {
            this.status = status;
            this.body = body;
        }

        int status() {
            return status;
        }

        /** Its octets; not to be changed. */
        byte[] body() {
            return body;
        }

        /** The problem's words for an operator, as far as there are any; never more than some hundred characters. */
        String problem() {
            String text = new String(body, 0, Math.min(body.length, SHOWN), StandardCharsets.UTF_8);
            return "it answered " + status + (text.isBlank() ? "" : ": " + text.replaceAll("\\p{Cntrl}+", " "));
        }
    }

    /** @throws IOException if there is no whole answer within the time */
    Reply get(String path, String credential, Duration time) throws IOException, InterruptedException {
        return exchange("GET", path, credential, null, time);
    }

    /** @throws IOException if there is no whole answer within the time; whether anything was done is not known then */
    Reply post(String path, String credential, ObjectNode body, Duration time)
            throws IOException, InterruptedException {
        return exchange("POST", path, credential, body, time);
    }

    private Reply exchange(String method, String path, String credential, @Nullable ObjectNode body, Duration time)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path)).timeout(time)
                .header("Authorization", "Bearer " + credential).header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()))
                .build();
        CompletableFuture<HttpResponse<byte[]>> exchange = client.sendAsync(request,
                BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER));
        try {
            HttpResponse<byte[]> response = exchange.get(time.toMillis(), TimeUnit.MILLISECONDS);
            return new Reply(response.statusCode(), response.body());
        } catch (TimeoutException e) {
            throw new IOException("it has not answered within " + time.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage(),
                    cause);
        } finally {
            exchange.cancel(true);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
