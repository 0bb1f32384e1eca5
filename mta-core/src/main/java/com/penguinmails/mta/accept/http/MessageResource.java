package com.penguinmails.mta.accept.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.mta.event.DeliveryEvent;
import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.http.Answer;
import com.penguinmails.mta.http.Problem;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.schedule.MailQueue;
import com.penguinmails.mta.schedule.MailQueue.RecipientState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code GET} and {@code DELETE /v1/messages/{id}}, and the events of a message. Thread-safe. */
final class MessageResource {
    private final MessageLookup lookup;
    private final MailQueue queue;

    MessageResource(MessageLookup lookup, MailQueue queue) {
        this.lookup = lookup;
        this.queue = queue;
    }

    Answer show(ApiRequest request) throws InterruptedException {
        request.requireRead();
        request.requireQueries();
        KnownMail mail = lookup.find(request);
        Labels labels = mail.labels();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("id", request.id());
        var recipients = new RecipientViews(mail.events(), open(mail), mail.message());
        body.put("state", recipients.overall());
        body.put("tenant", labels.tenant()).put("campaign", labels.campaign()).put("tag", labels.tag());
        body.put("created_at", Instant.ofEpochMilli(mail.id().epochMillis()).toString());
        body.set("recipients", recipients.toJson());
        ArrayNode list = body.putArray("events");
        mail.events().forEach(event -> list.add(EventJson.write(event)));
        return Answer.Json.of(200, body);
    }

    Answer listEvents(ApiRequest request) throws InterruptedException {
        request.requireRead();
        request.requireQueries();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode data = body.putArray("data");
        lookup.find(request).events().forEach(event -> data.add(EventJson.write(event)));
        body.put("has_more", false);
        return Answer.Json.of(200, body);
    }

    /** Cancels what is not yet sent. */
    Answer cancel(ApiRequest request) throws InterruptedException {
        request.requireSend();
        request.requireQueries();
        KnownMail mail = lookup.find(request);
        Optional<Long> acceptance = mail.accepted().map(DeliveryEvent::journalSequence)
                .or(() -> mail.message().isPresent() && mail.queued() != null
                        ? Optional.of(mail.queued().acceptance())
                        : Optional.empty());
        long number = acceptance.orElseThrow(
                () -> Problem.of(409, "part_of_job", "A row of a job is not cancelled alone", "cancel its job")
                        .toException());
        int recipients = mail.accepted().map(DeliveryEvent::count)
                .orElseGet(() -> mail.message().orElseThrow().recipientCount());
        int before = RecipientViews.finals(mail.events(), EventType.CANCELLED);
        int cancelled = QueueAnswers.await(queue.cancel(number));
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("id", request.id()).put("cancelled", cancelled);
        body.put("already_sent", Math.max(recipients - before - cancelled, 0));
        return Answer.Json.of(200, body);
    }

    private List<RecipientState> open(KnownMail mail) throws InterruptedException {
        KnownMail.Queued queued = mail.queued();
        return queued == null || queued.index() != KnownMail.ALL
                ? List.of()
                : QueueAnswers.await(queue.states(queued.acceptance()));
    }
}
