package com.penguinmails.mta.accept.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.mta.event.EventCursor;
import com.penguinmails.mta.event.EventFeed;
import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.event.LoggedEvent;
import com.penguinmails.mta.http.Answer;
import com.penguinmails.mta.http.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/events}, page by page, and {@code GET /v1/events/stream}, as they happen. A key with a tenant sees the events of
 * that tenant only. Thread-safe.
 */
final class EventResource implements AutoCloseable {
    private static final int MAX_PAGE = 100;
    private static final int DEFAULT_PAGE = 50;
    /** Events looked at for one page: those of other tenants cost time too. */
    private static final int MAX_SCAN = 10_000;
    private static final int STREAM_PAGE = 500;
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final EventFeed feed;
    private volatile boolean closed;

    EventResource(EventFeed feed) {
        this.feed = feed;
    }

    Answer list(ApiRequest request) {
        request.requireRead();
        request.requireQueries("after", "limit", "type");
        Predicate<EventType> wanted = types(request.query("type"));
        int limit = limit(request.query("limit"));
        EventCursor cursor = cursor(request.query("after"), "after");
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode data = body.putArray("data");
        int scanned = 0;
        boolean more = true;
        while (more && data.size() < limit && scanned < MAX_SCAN) {
            List<LoggedEvent> page = feed.after(cursor, limit);
            for (LoggedEvent event : page) {
                if (data.size() < limit) {
                    cursor = event.cursor();
                    scanned++;
                    if (wanted.test(event.event().type()) && request.maySee(event.event().labels().tenant())) {
                        data.add(EventJson.write(event));
                    }
                }
            }
            more = page.size() == limit;
        }
        boolean hasMore = !feed.after(cursor, 1).isEmpty();
        body.put("has_more", hasMore).put("next_cursor", cursor.toString());
        return Answer.Json.of(200, body);
    }

    /** From behind {@code Last-Event-ID}, else behind {@code after}, else from now on. */
    Answer stream(ApiRequest request) {
        request.requireRead();
        request.requireQueries("after");
        String last = request.header("Last-Event-ID");
        String after = request.query("after");
        EventCursor from = last == null && after == null
                ? feed.last()
                : cursor(last == null ? after : last, last == null ? "after" : "Last-Event-ID");
        return Answer.Stream.ofEvents(out -> write(request, from, out));
    }

    private void write(ApiRequest request, EventCursor from, OutputStream out)
            throws IOException, InterruptedException {
        EventCursor cursor = from;
        emit(out, ": connected\n\n");
        while (!closed) {
            List<LoggedEvent> page = feed.after(cursor, STREAM_PAGE);
            for (LoggedEvent event : page) {
                cursor = event.cursor();
                if (request.maySee(event.event().labels().tenant())) {
                    out.write(frame(event));
                }
            }
            out.flush();
            if (page.isEmpty() && !feed.await(cursor, HEARTBEAT)) {
                emit(out, ": alive\n\n");
            }
        }
    }

    private static byte[] frame(LoggedEvent event) {
        String text = "id: " + event.cursor() + "\nevent: " + event.event().type().wireName() + "\ndata: "
                + EventJson.write(event) + "\n\n";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void emit(OutputStream out, String comment) throws IOException {
        out.write(comment.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Which events are asked for: those of one type, such as {@code command.issued}, or of a group, such as {@code command}. */
    private static Predicate<EventType> types(@Nullable String word) {
        if (word == null) {
            return _ -> true;
        }
        Predicate<EventType> wanted = type -> type.wireName().equals(word) || type.wireName().startsWith(word + ".");
        if (Arrays.stream(EventType.values()).noneMatch(wanted)) {
            throw Problem.badRequest("type_invalid", "there is no type of event " + word + "; there are "
                    + Arrays.stream(EventType.values()).map(EventType::wireName).collect(Collectors.joining(", ")))
                    .toException();
        }
        return wanted;
    }

    private static int limit(@Nullable String text) {
        try {
            int limit = text == null ? DEFAULT_PAGE : Integer.parseInt(text);
            if (limit >= 1 && limit <= MAX_PAGE) {
                return limit;
            }
        } catch (NumberFormatException _) {
            // Told below, as a number out of range is.
        }
        throw Problem.badRequest("limit_invalid", "limit is 1 to " + MAX_PAGE).toException();
    }

    private static EventCursor cursor(@Nullable String text, String name) {
        try {
            return text == null ? EventCursor.start() : EventCursor.parse(text);
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("cursor_invalid", name + ": " + e.getMessage()).toException();
        }
    }

    /** Ends the streams at their next event or heartbeat; the listener's stop interrupts those that wait. */
    @Override
    public void close() {
        closed = true;
    }
}
