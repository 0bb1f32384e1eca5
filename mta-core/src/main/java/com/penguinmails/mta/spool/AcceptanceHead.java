package com.penguinmails.mta.spool;

import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.Labels;
import org.jspecify.annotations.Nullable;

/**
 * What the books need of an acceptance, which stands at the head of its record: reading only this makes a restart fast.
 *
 * @param job the job whose rows they are, or null for a message
 * @param firstRow the first row's number in the job; 0 for a message
 * @param contentBytes the length of its content
 */
record AcceptanceHead(Labels labels, int recipients, @Nullable JobId job, long firstRow,
        @Nullable IdempotencyEntry idempotency, int contentBytes) {

    static AcceptanceHead of(JournalRecord.Acceptance acceptance) {
        return switch (acceptance) {
            case JournalRecord.Message m ->
                new AcceptanceHead(m.labels(), m.recipientCount(), null, 0, m.idempotency(),
                        m.content().length());
            case JournalRecord.JobRows r -> new AcceptanceHead(r.labels(), r.recipientCount(), r.job(), r.firstRow(),
                    null, r.content().length());
        };
    }
}
