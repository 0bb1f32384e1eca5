package com.penguinmails.mta.accept.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.mta.accept.http.KnownMail.Queued;
import com.penguinmails.mta.compose.RowBlock;
import com.penguinmails.mta.config.RulePlaces;
import com.penguinmails.mta.event.DeliveryEvent;
import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.event.LoggedEvent;
import com.penguinmails.mta.http.Answer;
import com.penguinmails.mta.schedule.Blocker;
import com.penguinmails.mta.schedule.BlockerKind;
import com.penguinmails.mta.schedule.MailQueue;
import com.penguinmails.mta.schedule.MailQueue.RecipientState;
import com.penguinmails.mta.schedule.RecipientExplanation;
import com.penguinmails.mta.spool.JournalRecord;
import com.penguinmails.mta.spool.Spool;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/messages/{id}/explain}: everything that holds each recipient, in order, each with its rule, since when, until
 * when, and what would lift it. What has its outcome says so. Thread-safe.
 */
final class ExplainResource {
    private final MessageLookup lookup;
    private final MailQueue queue;
    private final Spool spool;
    private final Supplier<RulePlaces> places;

    ExplainResource(MessageLookup lookup, MailQueue queue, Spool spool, Supplier<RulePlaces> places) {
        this.lookup = lookup;
        this.places = places;
        this.queue = queue;
        this.spool = spool;
    }

    Answer explain(ApiRequest request) throws InterruptedException {
        request.requireRead();
        request.requireQueries();
        KnownMail mail = lookup.find(request);
        Queued queued = mail.queued();
        List<RecipientExplanation> open = queued == null
                ? List.of()
                : QueueAnswers.await(queue.explain(queued.acceptance())).stream()
                        .filter(one -> queued.has(one.recipient().index())).toList();
        List<RecipientState> states = open.stream().map(RecipientExplanation::recipient).toList();
        var views = new RecipientViews(mail.events(), states, mail.message());
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("id", request.id());
        if (queued != null && queued.index() != KnownMail.ALL && !open.isEmpty()) {
            body.put("state", RecipientViews.word(open.getFirst().recipient()));
            body.set("recipients", rows(mail, queued, open));
        } else {
            body.put("state", views.overall());
            body.set("recipients", recipients(mail, queued, open, views));
        }
        body.put("tenant", mail.labels().tenant()).put("campaign", mail.labels().campaign());
        return Answer.Json.of(200, body);
    }

    private ArrayNode rows(KnownMail mail, Queued queued, List<RecipientExplanation> open) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (RecipientExplanation one : open) {
            ObjectNode json = array.addObject().put("address", rowAddress(queued, one.recipient().index()))
                    .put("state", RecipientViews.word(one.recipient())).put("attempts", one.recipient().attempts());
            explain(json, mail, queued, one, "");
        }
        return array;
    }

    private ArrayNode recipients(KnownMail mail, @Nullable Queued queued, List<RecipientExplanation> open,
            RecipientViews views) {
        ArrayNode array = views.toJson();
        for (JsonNode node : array) {
            ObjectNode json = (ObjectNode) node;
            String address = json.get("address").asText();
            Optional<RecipientExplanation> one = queued == null
                    ? Optional.empty()
                    : open.stream().filter(each -> address.equals(queued.address(each.recipient().index())))
                            .findFirst();
            if (one.isPresent() && queued != null) {
                explain(json, mail, queued, one.get(), address);
            } else {
                json.putArray("blockers");
            }
        }
        return array;
    }

    private void explain(ObjectNode json, KnownMail mail, Queued queued, RecipientExplanation one,
            String address) {
        json.remove("reason");
        json.remove("release_at");
        ExplanationJson.time(json, "release_at", one.recipient().releaseMillis());
        ExplanationJson.time(json, "expires_at", one.expiresMillis());
        json.set("blockers", ExplanationJson.blockers(
                one.blockers().stream().map(blocker -> withTime(blocker, mail, queued, address)).toList(),
                places.get()));
    }

    /** The queue does not keep when an attempt was deferred or mail was accepted; the events and the record do. */
    private static Blocker withTime(Blocker blocker, KnownMail mail, Queued queued, String address) {
        if (blocker.kind() == BlockerKind.RETRY) {
            return mail.events().stream().map(LoggedEvent::event)
                    .filter(event -> event.type() == EventType.DEFERRED
                            && (address.isEmpty() || event.recipient().equals(address)))
                    .mapToLong(DeliveryEvent::epochMillis).max().stream().mapToObj(blocker::since).findFirst()
                    .orElse(blocker);
        }
        JournalRecord.Acceptance record = queued.record();
        return blocker.kind() == BlockerKind.SCHEDULED && record != null
                ? blocker.since(record.acceptedMillis())
                : blocker;
    }

    /** The address of a row; its domain where the block cannot be read. */
    private String rowAddress(Queued queued, int index) {
        if (!(queued.record() instanceof JournalRecord.JobRows rows)) {
            return "";
        }
        try {
            return RowBlock.read((offset, length) -> spool.readContent(rows.content(), offset, length), index)
                    .address();
        } catch (IOException e) {
            return "@" + rows.domain(index);
        }
    }
}
