package com.penguinmails.mta.accept.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.mta.accept.IdempotencyClaim;
import com.penguinmails.mta.accept.IdempotencyLedger;
import com.penguinmails.mta.accept.SpoolWriter;
import com.penguinmails.mta.accept.SpoolWriter.NotCommittedException;
import com.penguinmails.mta.accept.Submission;
import com.penguinmails.mta.accept.http.BatchReader.Batch;
import com.penguinmails.mta.accept.http.BatchReader.Item;
import com.penguinmails.mta.accept.http.MessageSubmission.MessageBodies;
import com.penguinmails.mta.accept.http.SubmissionFactory.Accepted;
import com.penguinmails.mta.counter.Counter;
import com.penguinmails.mta.http.Answer;
import com.penguinmails.mta.http.FieldProblem;
import com.penguinmails.mta.http.Problem;
import com.penguinmails.mta.http.ProblemJson;
import com.penguinmails.mta.spool.CommittedEntry;
import com.penguinmails.mta.spool.IdempotencyEntry;
import com.penguinmails.mta.spool.JournalRecord;
import com.penguinmails.mta.spool.SpoolEntry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * {@code POST /v1/messages/batch}: up to 1,000 messages, answered item by item. All that are accepted, and the answer that a
 * repetition gets, are one entry of the spool: after a crash all of it is there or nothing. Thread-safe.
 *
 * <p>The idempotency key is held from before anything is done until the commit is told; every way out completes or abandons it.
 */
final class BatchSubmission {
    private static final long MAX_OCTETS = 20_000_000;
    private static final int COMMIT_SECONDS = 60;
    private static final int RETRY_SECONDS = 30;

    private final ApiServices services;
    private final MessageBodies bodies;
    private final BatchReader reader;
    private final SpoolWriter writer;

    BatchSubmission(ApiServices services, MessageBodies bodies, BatchReader reader, SpoolWriter writer) {
        this.services = services;
        this.bodies = bodies;
        this.reader = reader;
        this.writer = writer;
    }

    Answer submit(ApiRequest request) throws InterruptedException {
        request.requireSend();
        request.requireMediaType("application/json");
        request.requireQueries();
        if (request.idempotencyKey() == null) {
            throw Problem.badRequest("idempotency_key_required",
                    "a batch needs an Idempotency-Key, so that it can be sent again after a cut").closing()
                    .toException();
        }
        services.acceptor().refusalForNow(1).ifPresent(BatchSubmission::refuse);
        ObjectNode body = bodies.json().object(bodies.reader().readAll(request, MAX_OCTETS));
        Idempotency.Mark mark = bodies.idempotency().mark(request, bodies.json().canonical(body));
        if (mark == null) {
            throw new IllegalStateException("the key was there a moment ago");
        }
        return switch (services.ledger().begin(mark.key(), mark.fingerprint())) {
            case IdempotencyClaim.Fresh() -> first(request, body, mark);
            case IdempotencyClaim.Replay(IdempotencyEntry first) -> bodies.idempotency().replay(first);
            case IdempotencyClaim.InFlight() -> throw Problem.inProgress(1).toException();
            case IdempotencyClaim.Mismatch() -> throw Problem.keyReused().toException();
        };
    }

    private static void refuse(String reason) {
        throw Problem.unavailable(reason, RETRY_SECONDS).closing().toException();
    }

    private Answer first(ApiRequest request, ObjectNode body, Idempotency.Mark mark) throws InterruptedException {
        boolean handedOver = false;
        try {
            Batch batch = reader.read(request, body);
            services.acceptor().refusalForNow(Math.max(batch.recipients(), 1)).ifPresent(BatchSubmission::refuse);
            IdempotencyEntry entry = bodies.idempotency().entry(mark, 202, remembered(batch));
            CompletableFuture<CommittedEntry> commit = write(batch, entry, mark);
            handedOver = true;
            return await(commit, batch);
        } catch (NotCommittedException e) {
            throw Problem.unavailable(String.valueOf(e.getMessage()), RETRY_SECONDS).toException();
        } finally {
            if (!handedOver) {
                services.ledger().abandon(mark.key());
            }
        }
    }

    /** From here on the commit itself frees the key, whether anyone still waits for it or not. */
    private CompletableFuture<CommittedEntry> write(Batch batch, IdempotencyEntry entry, Idempotency.Mark mark)
            throws NotCommittedException, InterruptedException {
        IdempotencyLedger ledger = services.ledger();
        CompletableFuture<CommittedEntry> commit = writer.write(spoolEntry(batch.accepted(), entry));
        return commit.whenComplete((_, failure) -> {
            if (failure == null) {
                ledger.complete(entry);
            } else {
                ledger.abandon(mark.key());
            }
        });
    }

    private SpoolEntry spoolEntry(List<Submission> accepted, IdempotencyEntry entry) {
        var contents = new ArrayList<ByteBuffer>(accepted.size());
        var records = new ArrayList<JournalRecord>(accepted.size() + 1);
        long now = services.clock().millis();
        for (Submission submission : accepted) {
            records.add(submission.toRecord(contents.size(), now, services.limits().expiry()));
            contents.add(submission.content());
        }
        records.add(new JournalRecord.Remembered(entry));
        return new SpoolEntry(contents, records);
    }

    private Answer await(CompletableFuture<CommittedEntry> commit, Batch batch) throws InterruptedException {
        try {
            var _ = commit.get(COMMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw Problem
                    .unavailable(e.getCause() == null ? "not committed" : String.valueOf(e.getCause().getMessage()),
                            RETRY_SECONDS)
                    .toException();
        } catch (TimeoutException e) {
            throw MessageSubmission.commitUnknown().toException();
        }
        services.counters().add(Counter.MESSAGES_ACCEPTED, batch.accepted().size());
        services.counters().add(Counter.RECIPIENTS_ACCEPTED, batch.recipients());
        services.counters().add(Counter.MESSAGES_REFUSED, batch.items().size() - batch.accepted().size());
        return Answer.Json.of(202, answer(batch, true));
    }

    /** What a repetition is told: in full where there is room for it, else without the details of what was refused. */
    private ObjectNode remembered(Batch batch) {
        ObjectNode full = answer(batch, true);
        return bodies.json().canonical(full).length <= Idempotency.MAX_ANSWER ? full : answer(batch, false);
    }

    private ObjectNode answer(Batch batch, boolean details) {
        ObjectNode body = bodies.json().newObject();
        body.put("accepted", batch.accepted().size());
        body.put("rejected", batch.items().size() - batch.accepted().size());
        ArrayNode results = body.putArray("results");
        long now = services.clock().millis();
        for (int i = 0; i < batch.items().size(); i++) {
            ObjectNode result = results.addObject().put("index", i);
            switch (batch.items().get(i)) {
                case Item.Good(Submission submission) ->
                    MessageSubmission.describe(result, new Accepted(submission.id(), submission.sendAtMillis()), now);
                case Item.Bad(List<FieldProblem> problems) -> result.set("error", error(problems, details));
            }
        }
        return body;
    }

    private ObjectNode error(List<FieldProblem> problems, boolean details) {
        FieldProblem first = problems.getFirst();
        ObjectNode error = bodies.json().newObject().put("code",
                problems.size() == 1 ? first.code() : "invalid_fields");
        if (details) {
            error.put("detail", problems.size() == 1 ? first.detail() : problems.size() + " fields are wrong");
            error.set("errors", ProblemJson.errors(problems));
        }
        return error;
    }
}
