package com.penguinmails.mta.accept.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.mta.event.DeliveryEvent;
import com.penguinmails.mta.event.EventCursor;
import com.penguinmails.mta.event.EventFeed;
import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.event.LoggedEvent;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.MessageId;
import com.penguinmails.mta.schedule.MailQueue;
import com.penguinmails.mta.schedule.MailQueue.RecipientState;
import com.penguinmails.mta.spool.JournalRecord;
import com.penguinmails.mta.spool.Spool;
import com.penguinmails.mta.time.Clock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code GET} and {@code DELETE /v1/messages/{id}}, and the events of a message. Thread-safe. */
final class MessageResource {
    /** An event may be shown a moment later than its message was acknowledged: that long a new id is waited for. */
    private static final Duration SETTLE = Duration.ofSeconds(2);

    private final EventFeed feed;
    private final MailQueue queue;
    private final Spool spool;
    private final Clock clock;

    MessageResource(EventFeed feed, MailQueue queue, Spool spool, Clock clock) {
        this.feed = feed;
        this.queue = queue;
        this.spool = spool;
        this.clock = clock;
    }

    Answer show(ApiRequest request) throws InterruptedException {
        request.requireRead();
        request.requireQueries();
        List<LoggedEvent> events = events(request);
        Labels labels = events.getFirst().event().labels();
        List<RecipientState> open = open(events);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("id", request.id());
        var recipients = new RecipientViews(events, open, acceptance(open));
        body.put("state", recipients.overall());
        body.put("tenant", labels.tenant()).put("campaign", labels.campaign()).put("tag", labels.tag());
        body.put("created_at", Instant.ofEpochMilli(MessageId.parse(request.id()).epochMillis()).toString());
        body.set("recipients", recipients.toJson());
        ArrayNode list = body.putArray("events");
        events.forEach(event -> list.add(EventJson.write(event)));
        return Answer.Json.of(200, body);
    }

    Answer listEvents(ApiRequest request) throws InterruptedException {
        request.requireRead();
        request.requireQueries();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode data = body.putArray("data");
        events(request).forEach(event -> data.add(EventJson.write(event)));
        body.put("has_more", false);
        return Answer.Json.of(200, body);
    }

    /** Cancels what is not yet sent. */
    Answer cancel(ApiRequest request) throws InterruptedException {
        request.requireSend();
        request.requireQueries();
        List<LoggedEvent> events = events(request);
        DeliveryEvent accepted = accepted(events).orElseThrow(
                () -> Problem.of(409, "part_of_job", "A row of a job is not cancelled alone", "cancel its job")
                        .toException());
        int before = RecipientViews.finals(events, EventType.CANCELLED);
        int cancelled = QueueAnswers.await(queue.cancel(accepted.journalSequence()));
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("id", request.id()).put("cancelled", cancelled);
        body.put("already_sent", Math.max(accepted.count() - before - cancelled, 0));
        return Answer.Json.of(200, body);
    }

    /** At least one; 404 if the message is not known or belongs to another tenant, which nobody is told apart. */
    private List<LoggedEvent> events(ApiRequest request) throws InterruptedException {
        MessageId id = id(request);
        List<LoggedEvent> events = feed.ofMessage(id);
        long deadline = clock.nanoTime() + SETTLE.toNanos();
        boolean fresh = clock.millis() - id.epochMillis() < SETTLE.toMillis();
        while (events.isEmpty() && fresh && clock.nanoTime() < deadline) {
            EventCursor last = feed.last();
            events = feed.ofMessage(id);
            if (events.isEmpty()) {
                fresh = feed.await(last, Duration.ofNanos(Math.max(deadline - clock.nanoTime(), 1)));
                events = feed.ofMessage(id);
            }
        }
        if (events.isEmpty() || !request.maySee(events.getFirst().event().labels().tenant())) {
            throw unknown().toException();
        }
        return events;
    }

    private static MessageId id(ApiRequest request) {
        try {
            return MessageId.parse(request.id());
        } catch (IllegalArgumentException e) {
            throw unknown().toException();
        }
    }

    private static Problem unknown() {
        return Problem.notFound("no such message is known, or its events were dropped for age");
    }

    private static Optional<DeliveryEvent> accepted(List<LoggedEvent> events) {
        return events.stream().map(LoggedEvent::event).filter(event -> event.type() == EventType.ACCEPTED).findFirst();
    }

    private List<RecipientState> open(List<LoggedEvent> events) throws InterruptedException {
        Optional<DeliveryEvent> accepted = accepted(events);
        return accepted.isEmpty() ? List.of() : QueueAnswers.await(queue.states(accepted.get().journalSequence()));
    }

    /** The record of what is still open, which alone knows the addresses that were never tried. */
    private Optional<JournalRecord.Message> acceptance(List<RecipientState> open) {
        if (open.isEmpty()) {
            return Optional.empty();
        }
        try {
            return spool.readAcceptance(open.getFirst().acceptedIn()) instanceof JournalRecord.Message message
                    ? Optional.of(message)
                    : Optional.empty();
        } catch (IOException e) {
            // It was moved or settled between the two questions; the events say what is known.
            return Optional.empty();
        }
    }
}
