package com.penguinmails.mta.spool;

import com.penguinmails.mta.event.DeliveryEvent;

/** Puts real places and sequence numbers into items that are about to be written. */
final class PlaceResolver {
    private final long[] contentPositions;

    /** @param contentPositions where the unit's contents were written, in their order */
    PlaceResolver(long[] contentPositions) {
        this.contentPositions = contentPositions;
    }

    JournalItem resolve(JournalItem item, long sequence) {
        return switch (item) {
            case JournalItem.Fact(JournalRecord value) -> new JournalItem.Fact(resolve(value, sequence));
            case JournalItem.Discarded _ -> item;
            case JournalItem.Relocation r -> new JournalItem.Relocation(r.acceptance(), resolve(r.value()), r.open());
            case JournalItem.TemplateMoved t -> new JournalItem.TemplateMoved(t.job(), resolve(t.template()));
            case JournalItem.Checkpoint checkpoint -> checkpoint;
        };
    }

    private JournalRecord resolve(JournalRecord value, long sequence) {
        return switch (value) {
            case JournalRecord.Acceptance acceptance -> resolve(acceptance);
            case JournalRecord.JobOpened job -> new JournalRecord.JobOpened(job.id(), job.labels(), job.priority(),
                    job.envelope(), job.signingDomain(), job.keyId(), job.acceptedMillis(), job.sendAtMillis(),
                    job.expiresMillis(), resolve(job.template()), job.idempotency());
            case JournalRecord.Attempted attempted -> new JournalRecord.Attempted(attempted.key(),
                    attempted.acceptedIn(), numbered(attempted.event(), sequence));
            case JournalRecord.Reported(DeliveryEvent event) -> new JournalRecord.Reported(numbered(event, sequence));
            case JournalRecord.JobClosed _,JournalRecord.Remembered _,JournalRecord.Kept _,JournalRecord.Noted _ ->
                value;
        };
    }

    private JournalRecord.Acceptance resolve(JournalRecord.Acceptance value) {
        return switch (value) {
            case JournalRecord.Message m -> new JournalRecord.Message(m.id(), m.labels(), m.priority(), m.envelope(),
                    m.recipients(), m.signingDomain(), m.keyId(), m.acceptedMillis(), m.sendAtMillis(),
                    m.expiresMillis(), resolve(m.content()), m.idempotency());
            case JournalRecord.JobRows r -> new JournalRecord.JobRows(r.job(), r.labels(), r.priority(), r.firstRow(),
                    r.domains(), r.acceptedMillis(), r.sendAtMillis(), r.expiresMillis(), resolve(r.content()));
        };
    }

    private ContentRef resolve(ContentRef content) {
        if (content.position() >= 0) {
            return content;
        }
        int number = (int) (-1 - content.position());
        if (number >= contentPositions.length) {
            throw new IllegalArgumentException("a record names content number " + number + ", the entry has "
                    + contentPositions.length);
        }
        return new ContentRef(contentPositions[number], content.length());
    }

    private static DeliveryEvent numbered(DeliveryEvent event, long sequence) {
        return new DeliveryEvent(event.type(), event.epochMillis(), sequence, event.labels(), event.messageId(),
                event.jobId(), event.recipient(), event.count(), event.attempt(), event.detail());
    }
}
