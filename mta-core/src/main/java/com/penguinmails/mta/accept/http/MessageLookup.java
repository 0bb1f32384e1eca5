package com.penguinmails.mta.accept.http;

import com.penguinmails.mta.accept.http.KnownMail.Queued;
import com.penguinmails.mta.event.DeliveryEvent;
import com.penguinmails.mta.event.EventCursor;
import com.penguinmails.mta.event.EventFeed;
import com.penguinmails.mta.event.LoggedEvent;
import com.penguinmails.mta.http.Problem;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.MessageId;
import com.penguinmails.mta.schedule.MailQueue;
import com.penguinmails.mta.schedule.MailQueue.RecipientState;
import com.penguinmails.mta.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Finds a message, or one row of a job, by its id: by its events, and where there are none by what is queued. Thread-safe.
 */
final class MessageLookup {
    /** An event may be shown a moment later than its message was acknowledged: that long a new id is waited for. */
    private static final Duration SETTLE = Duration.ofSeconds(2);

    private final EventFeed feed;
    private final MailQueue queue;
    private final QueuedMailSearch search;
    private final Clock clock;

    MessageLookup(EventFeed feed, MailQueue queue, QueuedMailSearch search, Clock clock) {
        this.feed = feed;
        this.queue = queue;
        this.search = search;
        this.clock = clock;
    }

    /** What is known of it; 404 if nothing is or it belongs to another tenant, which nobody is told apart. */
    KnownMail find(ApiRequest request) throws InterruptedException {
        MessageId id = id(request);
        List<LoggedEvent> events = feed.ofMessage(id);
        Optional<Queued> queued = Optional.empty();
        if (events.isEmpty()) {
            queued = search.find(id);
            events = queued.isPresent() ? List.of() : whenShown(id);
        }
        if (queued.isEmpty() && !events.isEmpty()) {
            queued = queued(id, events);
        }
        Labels labels = labels(events, queued);
        if (!request.maySee(labels.tenant())) {
            throw unknown().toException();
        }
        return new KnownMail(id, labels, events, queued.orElse(null));
    }

    private static Labels labels(List<LoggedEvent> events, Optional<Queued> queued) {
        if (!events.isEmpty()) {
            return events.getFirst().event().labels();
        }
        return queued.map(Queued::record).orElseThrow(() -> unknown().toException()).labels();
    }

    private List<LoggedEvent> whenShown(MessageId id) throws InterruptedException {
        List<LoggedEvent> events = List.of();
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
        return events;
    }

    /** Events of a row of a job do not name its acceptance; those of a message do. */
    private Optional<Queued> queued(MessageId id, List<LoggedEvent> events) throws InterruptedException {
        Optional<DeliveryEvent> accepted = new KnownMail(id, events.getFirst().event().labels(), events, null)
                .accepted();
        if (accepted.isEmpty()) {
            return search.find(id);
        }
        long acceptance = accepted.get().journalSequence();
        List<RecipientState> open = QueueAnswers.await(queue.states(acceptance));
        return open.isEmpty()
                ? Optional.empty()
                : Optional.of(search.at(acceptance, open.getFirst().acceptedIn()));
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
}
