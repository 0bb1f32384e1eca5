package com.penguinmails.mta.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the admin port asks of every request: parameters that it knows, each once, and a JSON body within a size and a time. What does not
 * fit is refused with {@link InvalidRequestException}. Thread-safe.
 */
final class AdminRequest {
    private static final int MAX_ROWS = 10_000;
    private static final int DEFAULT_ROWS = 100;
    private static final int MAX_VALUE = 255;

    private final ScheduledExecutorService timer;

    /** @param timer gives up on bodies that come too slowly */
    AdminRequest(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    /** Refuses a parameter that is not known here: one that is misspelt must not be done without. */
    static void requireQueries(ServerRequest request, List<String> known) {
        for (String name : request.query().names()) {
            if (!known.contains(name)) {
                throw new InvalidRequestException(Status.BAD_REQUEST_400, "unknown_parameter", known.isEmpty()
                        ? "there is no parameter here; leave it out"
                        : "there is no such parameter here; known are " + String.join(", ", known));
            }
            List<String> values = request.query().all(name);
            if (values.size() != 1 || values.getFirst().isBlank() || values.getFirst().length() > MAX_VALUE) {
                throw new InvalidRequestException(Status.BAD_REQUEST_400, "parameter_invalid",
                        name + " is given once, with 1 to " + MAX_VALUE + " characters");
            }
        }
    }

    static @Nullable String query(ServerRequest request, String name) {
        return request.query().contains(name) ? request.query().get(name) : null;
    }

    /** How many rows are asked for. */
    static int limit(ServerRequest request) {
        String text = query(request, "limit");
        try {
            int limit = text == null ? DEFAULT_ROWS : Integer.parseInt(text);
            if (limit >= 1 && limit <= MAX_ROWS) {
                return limit;
            }
        } catch (NumberFormatException _) {
            // Told below, as for a number out of bounds.
        }
        throw new InvalidRequestException(Status.BAD_REQUEST_400, "limit_invalid",
                "limit is a number from 1 to " + MAX_ROWS);
    }

    /** Whether a parameter says true; false where it is left out, and refused where it says something else. */
    static boolean flag(ServerRequest request, String name) {
        String text = query(request, name);
        if (text != null && !text.equals("true") && !text.equals("false")) {
            throw new InvalidRequestException(Status.BAD_REQUEST_400, "parameter_invalid", name + " is true or false");
        }
        return "true".equals(text);
    }

    /** The whole body, which is JSON, of at most so many octets, within the time. */
    byte[] json(ServerRequest request, int maxOctets, Duration within) {
        String type = request.headers().first(HeaderNames.CONTENT_TYPE).orElse("");
        if (!type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("application/json")) {
            throw new InvalidRequestException(Status.UNSUPPORTED_MEDIA_TYPE_415, "media_type_unsupported",
                    "send Content-Type: application/json");
        }
        if (request.headers().contentLength().orElse(0) > maxOctets) {
            throw tooLarge(maxOctets);
        }
        Thread reader = Thread.currentThread();
        ScheduledFuture<?> watch = timer.schedule(reader::interrupt, within.toMillis(), TimeUnit.MILLISECONDS);
        try (InputStream in = request.content().inputStream()) {
            byte[] body = in.readNBytes(maxOctets + 1);
            if (body.length > maxOctets) {
                throw tooLarge(maxOctets);
            }
            return body;
        } catch (InvalidRequestException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // Helidon tells of a connection that ended, or was closed by an interrupt, by exceptions of its own.
            throw new InvalidRequestException(Status.BAD_REQUEST_400, "body_cut",
                    "the body ended before its announced end, or took more than " + within.toSeconds() + " s");
        } finally {
            if (!watch.cancel(false)) {
                var _ = Thread.interrupted();
            }
        }
    }

    /** What a body says. */
    static JsonNode tree(ObjectMapper json, byte[] body) {
        try {
            return json.readTree(body);
        } catch (JsonProcessingException e) {
            throw new InvalidRequestException(Status.BAD_REQUEST_400, "json_invalid",
                    "not valid JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new InvalidRequestException(Status.BAD_REQUEST_400, "json_invalid", "the body is not UTF-8");
        }
    }

    private static InvalidRequestException tooLarge(int maxOctets) {
        return new InvalidRequestException(Status.REQUEST_ENTITY_TOO_LARGE_413, "body_too_large",
                "the body has at most " + (maxOctets >> 10) + " KiB");
    }
}
