package com.penguinmails.mta.accept.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.mta.http.Answer;
import com.penguinmails.mta.http.Problem;
import com.penguinmails.mta.http.ProblemException;
import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.schedule.MailQueue;
import com.penguinmails.mta.spool.Balance;
import com.penguinmails.mta.spool.JournalRecord.JobOpened;
import com.penguinmails.mta.spool.Spool;

/** {@code GET} and {@code DELETE /v1/jobs/{id}}. Thread-safe. */
final class JobResource {
    private final Spool spool;
    private final MailQueue queue;
    private final OpenJobs jobs;

    JobResource(Spool spool, MailQueue queue, OpenJobs jobs) {
        this.spool = spool;
        this.queue = queue;
        this.jobs = jobs;
    }

    /** The job that the path names; 404 if it is not known or belongs to another tenant, which nobody is told apart. */
    static JobOpened find(Spool spool, ApiRequest request) {
        try {
            return spool.job(JobId.parse(request.id())).filter(job -> request.maySee(job.labels().tenant()))
                    .orElseThrow(JobResource::unknown);
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
    }

    private static ProblemException unknown() {
        return Problem.notFound("no such job is known, or all of it was settled long ago").closing().toException();
    }

    Answer show(ApiRequest request) {
        request.requireRead();
        request.requireQueries();
        JobOpened job = find(spool, request);
        boolean closed = spool.jobProgress(job.id()).map(Spool.JobProgress::closed).orElse(true);
        return Answer.Json.of(200, JobJson.job(job, balance(job.id()), closed, jobs.nextRow(job.id())));
    }

    /** Cancels what is not yet sent. The job stays as open or closed as it was. */
    Answer cancel(ApiRequest request) throws InterruptedException {
        request.requireSend();
        request.requireQueries();
        JobOpened job = find(spool, request);
        Balance before = balance(job.id());
        int cancelled = QueueAnswers.await(queue.cancelJob(job.id()));
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("id", request.id()).put("cancelled", cancelled);
        body.put("already_sent", Math.max(before.accepted() - before.cancelled() - cancelled, 0));
        return Answer.Json.of(200, body);
    }

    private Balance balance(JobId id) {
        return spool.books().job(id).orElse(Balance.zero());
    }
}
