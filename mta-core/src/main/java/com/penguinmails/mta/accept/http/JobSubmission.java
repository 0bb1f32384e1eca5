package com.penguinmails.mta.accept.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.mta.accept.IdempotencyClaim;
import com.penguinmails.mta.accept.SpoolWriter;
import com.penguinmails.mta.accept.SpoolWriter.NotCommittedException;
import com.penguinmails.mta.accept.SubmissionPolicy;
import com.penguinmails.mta.accept.http.JobReader.JobRequest;
import com.penguinmails.mta.accept.http.MessageSubmission.MessageBodies;
import com.penguinmails.mta.http.Answer;
import com.penguinmails.mta.http.BodyReader;
import com.penguinmails.mta.http.FieldProblem;
import com.penguinmails.mta.http.Problem;
import com.penguinmails.mta.http.ProblemException;
import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.spool.CommittedEntry;
import com.penguinmails.mta.spool.IdempotencyEntry;
import com.penguinmails.mta.spool.JournalRecord;
import com.penguinmails.mta.spool.JournalRecord.JobOpened;
import com.penguinmails.mta.spool.Spool.JobProgress;
import com.penguinmails.mta.spool.SpoolEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/jobs}, {@code POST /v1/jobs/{id}/rows} and {@code POST /v1/jobs/{id}/close}. Thread-safe.
 *
 * <p>A job is open from the commit of its first line to that of its close; only an open job takes rows, from one request at a
 * time, each request beginning at the number at which the one before ended. A request that opens a job also closes it when its
 * body ends properly, unless it says {@code keep_open}; one that is cut leaves it open. Of those that are never closed there are at
 * most so many, and one that is idle for too long is closed when the next is begun; its rows are kept and sent.
 */
final class JobSubmission {
    private static final int MAX_FIRST_LINE = 4 * 1024 * 1024;
    private static final int RETRY_SECONDS = 30;
    /** What a request holds at most: a line, an entry that is being filled and one on its way to the disk. */
    private static final long MEMORY = 4 * 1024 * 1024;
    private static final String NDJSON = "application/x-ndjson";

    private final ApiServices services;
    private final MessageBodies bodies;
    private final JobReader reader;
    private final RowIntake intake;
    private final OpenJobs jobs;
    private final SpoolWriter writer;
    private final SubmissionPolicy policy;

    JobSubmission(ApiServices services, MessageBodies bodies, JobReader reader, OpenJobs jobs) {
        this.services = services;
        this.bodies = bodies;
        this.reader = reader;
        this.jobs = jobs;
        this.writer = new SpoolWriter(services.spool());
        this.intake = new RowIntake(services.acceptor(), writer, services.clock(), bodies.config());
        this.policy = new SubmissionPolicy(services.limits(), services.admission());
    }

    Answer open(ApiRequest request) throws InterruptedException {
        begin(request);
        request.requireQueries();
        var lines = new LineSource(bodies.reader().open(request));
        ObjectNode first = firstLine(lines);
        var problems = new ArrayList<FieldProblem>();
        JobRequest job = reader.read(first, request.sender(), problems);
        if (job == null) {
            throw Problem.invalid(problems).closing().toException();
        }
        Idempotency.Mark mark = bodies.idempotency().mark(request, bodies.json().canonical(first));
        if (mark == null) {
            return start(request, job, lines, null);
        }
        return switch (services.ledger().begin(mark.key(), mark.fingerprint())) {
            case IdempotencyClaim.Fresh() -> start(request, job, lines, mark);
            case IdempotencyClaim.Replay(IdempotencyEntry before) -> repeated(before);
            case IdempotencyClaim.InFlight() -> throw Problem.inProgress(1).closing().toException();
            case IdempotencyClaim.Mismatch() -> throw Problem.keyReused().closing().toException();
        };
    }

    private void begin(ApiRequest request) {
        request.requireSend();
        request.requireMediaType(NDJSON);
        var _ = request.idempotencyKey();
        services.acceptor().refusalForNow(1).ifPresent(reason -> {
            throw Problem.unavailable(reason, RETRY_SECONDS).closing().toException();
        });
        request.lease().take(MEMORY);
    }

    /** Idle jobs make room for others. */
    private void requireFewOpen() throws InterruptedException {
        for (JobId id : jobs.idle()) {
            closeIdle(id);
        }
        int most = bodies.config().maxOpenJobs();
        if (jobs.count() >= most) {
            throw Problem.of(429, "too_many_open_jobs", "Too many jobs are open", "at most " + most
                    + " jobs may be begun and not closed (http.max_open_jobs): end each with POST /v1/jobs/{id}/close")
                    .retryAfter(RETRY_SECONDS).closing().toException();
        }
    }

    private void closeIdle(JobId id) throws InterruptedException {
        if (!jobs.take(id)) {
            return;
        }
        try {
            JobOpened job = services.spool().job(id).orElse(null);
            if (job != null && !progress(id).closed()) {
                close(job);
            }
        } finally {
            jobs.giveBack(id);
        }
    }

    private ObjectNode firstLine(LineSource lines) {
        try {
            return switch (lines.next(MAX_FIRST_LINE)) {
                case LINE -> bodies.json().object(Arrays.copyOf(lines.line(), lines.length()));
                case TOO_LONG -> throw Problem.tooLarge(MAX_FIRST_LINE).toException();
                case END -> throw Problem.badRequest("job_missing",
                        "the first line is the job, each further line a recipient").toException();
            };
        } catch (IOException e) {
            throw BodyReader.cut().toException();
        }
    }

    /** The key belongs to a job: one that is open goes on elsewhere, one that is closed is told once more. */
    private Answer repeated(IdempotencyEntry before) {
        ObjectNode first = bodies.json().object(before.response().getBytes(StandardCharsets.UTF_8));
        JobId id = JobId.parse(first.get("id").textValue());
        boolean open = services.spool().jobProgress(id).filter(progress -> !progress.closed()).isPresent();
        if (open) {
            throw Problem.of(409, "job_open", "The job of this idempotency key is open",
                    "go on with POST /v1/jobs/" + id + "/rows?offset=" + jobs.nextRow(id))
                    .member("id", id.toString()).member("next_offset", jobs.nextRow(id)).closing().toException();
        }
        return bodies.idempotency().replay(before);
    }

    private Answer start(ApiRequest request, JobRequest job, LineSource lines, Idempotency.@Nullable Mark mark)
            throws InterruptedException {
        JobId id = services.ids().nextJobId();
        boolean opened = false;
        IdempotencyEntry entry = mark == null
                ? null
                : bodies.idempotency().entry(mark, 202, bodies.json().newObject().put("id", id.toString()));
        JobOpened record = reader.toRecord(job, id, request.sender().keyId(), services.clock().millis(), entry);
        require(jobs.take(id), id);
        try {
            requireFewOpen();
            policy.refusal(record, request.sender(), services.clock().millis()).ifPresent(refused -> {
                throw Refusals.problem(refused).closing().toException();
            });
            CommittedEntry committed = commit(new SpoolEntry(List.of(job.template()), List.of(record)));
            opened = true;
            if (entry != null) {
                services.ledger().complete(entry);
            }
            return rows((JobOpened) committed.records().getFirst(), lines, 0, !job.keepOpen());
        } finally {
            jobs.giveBack(id);
            if (mark != null && !opened) {
                services.ledger().abandon(mark.key());
            }
        }
    }

    Answer resume(ApiRequest request) throws InterruptedException {
        begin(request);
        request.requireQueries("offset");
        JobOpened job = job(request);
        require(jobs.take(job.id()), job.id());
        try {
            if (progress(job.id()).closed()) {
                throw Problem.of(409, "job_closed", "The job is closed", "a closed job takes no more rows").closing()
                        .toException();
            }
            long offset = offset(request.query("offset"));
            long next = jobs.nextRow(job.id());
            if (offset != next) {
                throw Problem.of(409, "offset_mismatch", "The job goes on elsewhere", "its next row is number " + next)
                        .member("next_offset", next).closing().toException();
            }
            return rows(job, new LineSource(bodies.reader().open(request)), offset, false);
        } finally {
            jobs.giveBack(job.id());
        }
    }

    Answer close(ApiRequest request) throws InterruptedException {
        request.requireSend();
        request.requireQueries();
        JobOpened job = job(request);
        require(jobs.take(job.id()), job.id());
        try {
            if (!progress(job.id()).closed()) {
                close(job);
            }
        } finally {
            jobs.giveBack(job.id());
        }
        ObjectNode body = bodies.json().newObject().put("id", request.id()).put("state", "closed");
        return Answer.Json.of(200, body.put("accepted_rows", accepted(job.id())));
    }

    private Answer rows(JobOpened job, LineSource lines, long offset, boolean close) throws InterruptedException {
        RowIntake.Result result = intake.read(job, lines, offset);
        if (result.nextRow() < 0) {
            jobs.forget(job.id());
        } else {
            jobs.note(job.id(), result.nextRow());
        }
        long next = jobs.nextRow(job.id());
        return switch (result.end()) {
            case COMPLETE -> {
                if (close) {
                    close(job);
                }
                yield Answer.Json.of(202, JobJson.intake(job.id(), result, next, close ? "closed" : "open"))
                        .with("Location", "/v1/jobs/" + job.id());
            }
            case CUT -> throw tell(BodyReader.cut(), job.id(), next);
            case TOO_MANY -> throw tell(Problem.of(413, "too_many_rows", "The job is full", result.reason()).closing(),
                    job.id(), next);
            case NO_ROOM -> throw tell(Problem.unavailable(result.reason(), RETRY_SECONDS).closing(), job.id(), next);
        };
    }

    /** Whatever ended the request: rows before {@code next} are accepted and the job is open. */
    private static ProblemException tell(Problem problem, JobId id, long next) {
        return problem.member("id", id.toString()).member("next_offset", next).toException();
    }

    private void close(JobOpened job) throws InterruptedException {
        var closed = new JournalRecord.JobClosed(job.id(), job.labels(), accepted(job.id()),
                services.clock().millis());
        var _ = commit(new SpoolEntry(List.of(), List.of(closed)));
        jobs.forget(job.id());
    }

    /** Waits for the disk; 503 if the entry is not on it. */
    private CommittedEntry commit(SpoolEntry entry) throws InterruptedException {
        try {
            return writer.write(entry).get();
        } catch (NotCommittedException e) {
            throw Problem.unavailable(String.valueOf(e.getMessage()), RETRY_SECONDS).closing().toException();
        } catch (ExecutionException e) {
            String reason = e.getCause() == null ? "not committed" : String.valueOf(e.getCause().getMessage());
            throw Problem.unavailable(reason, RETRY_SECONDS).closing().toException();
        }
    }

    private long accepted(JobId id) {
        return services.spool().books().job(id).map(balance -> balance.accepted()).orElse(0L);
    }

    private JobProgress progress(JobId id) {
        return services.spool().jobProgress(id).orElse(new JobProgress(0, true));
    }

    private JobOpened job(ApiRequest request) {
        return JobResource.find(services.spool(), request);
    }

    private static void require(boolean taken, JobId id) {
        if (!taken) {
            throw Problem.of(409, "job_busy", "Another request writes to this job", "wait until it has ended")
                    .member("id", id.toString()).retryAfter(1).closing().toException();
        }
    }

    private static long offset(@Nullable String text) {
        try {
            long offset = text == null ? -1 : Long.parseLong(text);
            if (offset >= 0) {
                return offset;
            }
        } catch (NumberFormatException _) {
            // Told below, as a missing one is.
        }
        throw Problem.badRequest("offset_invalid", "offset is the number of the first row of this body, from 0")
                .closing().toException();
    }
}
