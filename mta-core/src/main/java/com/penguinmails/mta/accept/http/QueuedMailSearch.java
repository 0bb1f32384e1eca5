package com.penguinmails.mta.accept.http;

import com.penguinmails.mta.accept.http.KnownMail.Queued;
import com.penguinmails.mta.event.EventCursor;
import com.penguinmails.mta.event.EventFeed;
import com.penguinmails.mta.event.LoggedEvent;
import com.penguinmails.mta.message.MessageId;
import com.penguinmails.mta.message.SpoolRef;
import com.penguinmails.mta.schedule.MailQueue;
import com.penguinmails.mta.schedule.QueuedAcceptance;
import com.penguinmails.mta.spool.JournalRecord;
import com.penguinmails.mta.spool.Spool;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Finds queued mail of which the event log tells nothing. The queue names the acceptances that it may lie in, in order, and their
 * records are halved until one is left: rows of a job stand in the order of their numbers, messages in that of their time. One
 * search at a time, so that unknown ids cost the queue little. Thread-safe.
 */
final class QueuedMailSearch {
    /** By so much the time in a message's id may be out of the order of the journal. */
    private static final long SLACK_MILLIS = 60_000;
    private static final int FIRST_EVENTS = 100;

    private final EventFeed feed;
    private final MailQueue queue;
    private final Spool spool;
    private final Semaphore turn = new Semaphore(1);

    QueuedMailSearch(EventFeed feed, MailQueue queue, Spool spool) {
        this.feed = feed;
        this.queue = queue;
        this.spool = spool;
    }

    /** Where the message or row is queued; empty if it is not. */
    Optional<Queued> find(MessageId id) throws InterruptedException {
        turn.acquire();
        try {
            Optional<Queued> row = row(id, QueueAnswers.await(queue.rowsOf(id)));
            return row.isPresent() || !isOlderThanTheLog(id) ? row : message(id);
        } finally {
            turn.release();
        }
    }

    /** What is queued of the acceptance with its record as it is read now. */
    Queued at(long acceptance, SpoolRef place) {
        return new Queued(acceptance, KnownMail.ALL, place, read(place));
    }

    private Optional<Queued> row(MessageId id, List<QueuedAcceptance> blocks) {
        int last = lastNotAfter(blocks, record -> record instanceof JournalRecord.JobRows rows
                ? id.low() - rows.job().low() - rows.firstRow()
                : -1);
        if (last < 0) {
            return Optional.empty();
        }
        QueuedAcceptance block = blocks.get(last);
        if (read(block.place()) instanceof JournalRecord.JobRows rows) {
            long index = id.low() - rows.job().low() - rows.firstRow();
            if (index >= 0 && index < rows.recipientCount()) {
                return Optional.of(new Queued(block.number(), (int) index, block.place(), rows));
            }
        }
        return Optional.empty();
    }

    private boolean isOlderThanTheLog(MessageId id) {
        return feed.after(EventCursor.start(), 1).stream().map(LoggedEvent::event)
                .allMatch(first -> id.epochMillis() <= first.epochMillis() + SLACK_MILLIS);
    }

    private Optional<Queued> message(MessageId id) throws InterruptedException {
        long oldest = feed.after(EventCursor.start(), FIRST_EVENTS).stream()
                .mapToLong(logged -> logged.event().journalSequence()).filter(sequence -> sequence > 0).min()
                .orElse(Long.MAX_VALUE);
        List<QueuedAcceptance> candidates = QueueAnswers.await(queue.acceptedBefore(oldest));
        int at = lastNotAfter(candidates,
                record -> id.epochMillis() + SLACK_MILLIS - record.acceptedMillis());
        for (; at >= 0; at--) {
            QueuedAcceptance candidate = candidates.get(at);
            JournalRecord.Acceptance record = read(candidate.place());
            if (record instanceof JournalRecord.Message message && message.id().equals(id)) {
                return Optional.of(new Queued(candidate.number(), KnownMail.ALL, candidate.place(), message));
            }
            if (record != null && record.acceptedMillis() < id.epochMillis() - SLACK_MILLIS) {
                break;
            }
        }
        return Optional.empty();
    }

    /** The last one of which {@code distance} is not negative, or -1; one whose record cannot be read counts as before it. */
    private int lastNotAfter(List<QueuedAcceptance> ordered, ToLongFunction<JournalRecord.Acceptance> distance) {
        int low = 0;
        int high = ordered.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            JournalRecord.Acceptance record = read(ordered.get(middle).place());
            if (record == null || distance.applyAsLong(record) >= 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high;
    }

    /** Null where it was moved or settled meanwhile. */
    private JournalRecord.@Nullable Acceptance read(SpoolRef place) {
        try {
            return spool.readAcceptance(place);
        } catch (IOException e) {
            return null;
        }
    }
}
