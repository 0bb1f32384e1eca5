package com.penguinmails.mta.spool;

import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.schedule.QueuedMail;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An acceptance as the queue sees it. The sending domain of a job's rows stands in the record that opened the job, so that a block
 * of rows need not repeat it.
 *
 * @param record what was accepted
 * @param senderDomain the domain of its From field; empty where its job is not known any more
 */
public record QueuedAcceptance(JournalRecord.Acceptance record, String senderDomain) implements QueuedMail {

    /** @param jobs as {@link Spool#job} */
    public static QueuedAcceptance of(JournalRecord.Acceptance record,
            Function<JobId, Optional<JournalRecord.JobOpened>> jobs) {
        String domain = switch (record) {
            case JournalRecord.Message message -> message.signingDomain();
            case JournalRecord.JobRows rows -> jobs.apply(rows.job()).map(JournalRecord.JobOpened::signingDomain)
                    .orElse("");
        };
        return new QueuedAcceptance(record, domain);
    }

    @Override
    public Labels labels() {
        return record.labels();
    }

    @Override
    public PriorityClass priority() {
        return record.priority();
    }

    @Override
    public int recipientCount() {
        return record.recipientCount();
    }

    @Override
    public String domain(int index) {
        return record.domain(index);
    }

    @Override
    public long acceptedMillis() {
        return record.acceptedMillis();
    }

    @Override
    public long sendAtMillis() {
        return record.sendAtMillis();
    }

    @Override
    public long expiresMillis() {
        return record.expiresMillis();
    }

    @Override
    public @Nullable JobId job() {
        return record.job();
    }
}
