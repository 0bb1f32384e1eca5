package com.penguinmails.mta.spool;

import com.penguinmails.mta.event.DeliveryEvent;
import com.penguinmails.mta.event.EventSink;
import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.MessageId;
import org.jspecify.annotations.Nullable;

/** The events that readers see of a committed record; of a message both may be asked for again, and come once. */
final class EventProjector {
    private final EventSink sink;

    EventProjector(EventSink sink) {
        this.sink = sink;
    }

    void publish(JournalRecord value, long sequence) {
        switch (value) {
            case JournalRecord.Message message -> publishMessage(message, sequence);
            case JournalRecord.JobOpened job -> sink.publish(ofJob(EventType.JOB_OPENED, job.acceptedMillis(), sequence,
                    job.labels(), job.id(), 0, 1));
            case JournalRecord.JobRows rows -> sink.publish(ofJob(EventType.JOB_ROWS_ACCEPTED, rows.acceptedMillis(),
                    sequence, rows.labels(), rows.job(), rows.firstRow(), rows.recipientCount()));
            case JournalRecord.JobClosed closed -> sink.publish(ofJob(EventType.JOB_CLOSED, closed.epochMillis(),
                    sequence, closed.labels(), closed.id(), 0, Math.clamp(closed.rows(), 1, Integer.MAX_VALUE)));
            case JournalRecord.Attempted attempted -> sink.publish(numbered(attempted.event(), sequence));
            case JournalRecord.Reported(DeliveryEvent event) -> sink.publish(numbered(event, sequence));
            case JournalRecord.Remembered _,JournalRecord.Kept _ -> {
                /* nobody needs to know */ }
            case JournalRecord.Noted(DeliveryEvent event) -> sink.publish(event);
        }
    }

    /** The queue does not know the number that the journal gave to its record. */
    private static DeliveryEvent numbered(DeliveryEvent event, long sequence) {
        return new DeliveryEvent(event.type(), event.epochMillis(), sequence, event.labels(), event.messageId(),
                event.jobId(),
                event.recipient(), event.count(), event.attempt(), event.detail());
    }

    private void publishMessage(JournalRecord.Message message, long sequence) {
        publishOnce(ofMessage(EventType.ACCEPTED, message, sequence));
        if (message.sendAtMillis() > message.acceptedMillis()) {
            publishOnce(ofMessage(EventType.SCHEDULED, message, sequence));
        }
    }

    /** The log may have been cut, or full, between the two events of a record. */
    private void publishOnce(DeliveryEvent event) {
        if (event.journalSequence() != sink.lastJournalSequence() || !sink.endsWith(event.type())) {
            sink.publish(event);
        }
    }

    private static DeliveryEvent ofMessage(EventType type, JournalRecord.Message message, long sequence) {
        return event(type, message.acceptedMillis(), sequence, message.labels(), message.id(), null,
                message.recipientCount());
    }

    private static DeliveryEvent ofJob(EventType type, long epochMillis, long sequence, Labels labels, JobId job,
            long row, int count) {
        return event(type, epochMillis, sequence, labels, MessageId.ofJobRow(job, row), job, count);
    }

    private static DeliveryEvent event(EventType type, long epochMillis, long sequence, Labels labels, MessageId id,
            @Nullable JobId job, int count) {
        return new DeliveryEvent(type, epochMillis, sequence, labels, id, job, "", count, 0, null);
    }
}
