package com.penguinmails.mta.accept.http;

import com.penguinmails.mta.event.DeliveryEvent;
import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.event.LoggedEvent;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.MessageId;
import com.penguinmails.mta.message.RecipientKey;
import com.penguinmails.mta.message.SpoolRef;
import com.penguinmails.mta.spool.JournalRecord;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a message, or of one row of a job: its events, and where it is queued if it still is.
 *
 * @param labels whom it is accounted to
 * @param events oldest first; empty where they were dropped for age, or where a row of a job was not yet tried
 * @param queued where it is queued, or null if nothing of it is
 */
record KnownMail(MessageId id, Labels labels, List<LoggedEvent> events, @Nullable Queued queued) {

    /** Every recipient of a message. */
    static final int ALL = -1;

    KnownMail {
        events = List.copyOf(events);
    }

    /**
     * A place in the queue.
     *
     * @param acceptance its number
     * @param index the row of the acceptance, or {@link #ALL}
     * @param place where the record of the acceptance lay when it was asked for
     * @param record the record, or null if it could not be read there
     */
    record Queued(long acceptance, int index, SpoolRef place, JournalRecord.@Nullable Acceptance record) {

        boolean has(int recipient) {
            return index == ALL || index == recipient;
        }

        /** Null for a row of a job, whose address is in the content of its block. */
        @Nullable
        String address(int recipient) {
            return record instanceof JournalRecord.Message message
                    ? message.recipients().get(recipient).forwardPath().toString()
                    : null;
        }

        RecipientKey key(int recipient) {
            return new RecipientKey(acceptance, recipient);
        }
    }

    /** The event of its acceptance, if it is kept. */
    Optional<DeliveryEvent> accepted() {
        return events.stream().map(LoggedEvent::event).filter(event -> event.type() == EventType.ACCEPTED).findFirst();
    }

    /** The record of a message that is still queued, which alone knows the addresses that were never tried. */
    Optional<JournalRecord.Message> message() {
        return queued != null && queued.record() instanceof JournalRecord.Message message
                ? Optional.of(message)
                : Optional.empty();
    }
}
