package com.penguinmails.mta.accept.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.mta.accept.AcceptResult;
import com.penguinmails.mta.accept.Acceptor;
import com.penguinmails.mta.accept.Submission;
import com.penguinmails.mta.accept.http.SubmissionFactory.Accepted;
import com.penguinmails.mta.accept.http.SubmissionFactory.Origin;
import com.penguinmails.mta.config.HttpConfig;
import com.penguinmails.mta.http.Answer;
import com.penguinmails.mta.http.BodyReader;
import com.penguinmails.mta.http.FieldProblem;
import com.penguinmails.mta.http.JsonBodies;
import com.penguinmails.mta.http.Problem;
import com.penguinmails.mta.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@code POST /v1/messages}: by its parts as JSON, or as complete bytes with the envelope in the query. Thread-safe. */
final class MessageSubmission {
    private static final String JSON = "application/json";
    private static final String RFC822 = "message/rfc822";
    private static final int COMMIT_SECONDS = 60;
    private static final int RETRY_SECONDS = 30;
    private static final String[] ENVELOPE = {"from", "to", "return_path", "tenant", "campaign", "tag", "priority",
            "send_at", "expires_at"};

    private final Acceptor acceptor;
    private final MessageReader reader;
    private final SubmissionFactory factory;
    private final MessageBodies bodies;
    private final Clock clock;

    MessageSubmission(Acceptor acceptor, MessageReader reader, SubmissionFactory factory, MessageBodies bodies,
            Clock clock) {
        this.acceptor = acceptor;
        this.reader = reader;
        this.factory = factory;
        this.bodies = bodies;
        this.clock = clock;
    }

    /** How bodies are read and repetitions recognised. */
    record MessageBodies(BodyReader reader, JsonBodies json, Idempotency idempotency, HttpConfig config) {}

    Answer submit(ApiRequest request) throws InterruptedException {
        request.requireSend();
        request.requireMediaType(JSON, RFC822);
        var _ = request.idempotencyKey();
        acceptor.refusalForNow(1).ifPresent(reason -> {
            throw Problem.unavailable(reason, RETRY_SECONDS).closing().toException();
        });
        ObjectNode message = request.mediaType().equals(JSON) ? structured(request) : raw(request);
        var problems = new ArrayList<FieldProblem>();
        MessageRequest checked = reader.read(message, "", request.sender(), problems);
        Submission submission = checked == null
                ? null
                : factory.create(checked, origin(request, message), "", problems);
        if (submission == null) {
            throw Problem.invalid(problems).toException();
        }
        requireSize(submission);
        return answer(commit(submission), submission);
    }

    private void requireSize(Submission submission) {
        long most = bodies.config().maxMessageSize().bytes();
        int size = submission.content().remaining();
        if (size > most) {
            throw Refusals.problem(new AcceptResult.Refused("message_too_large", "content",
                    "a message may have 1 to " + most + " octets, this one has " + size)).toException();
        }
    }

    private ObjectNode structured(ApiRequest request) {
        request.requireQueries();
        return bodies.json().object(bodies.reader().readAll(request, Long.MAX_VALUE));
    }

    /** The same document as a client would have sent that wraps the bytes in JSON. */
    private ObjectNode raw(ApiRequest request) {
        request.requireQueries(ENVELOPE);
        byte[] content = bodies.reader().readAll(request, bodies.config().maxMessageSize().bytes());
        ObjectNode message = bodies.json().newObject();
        for (String name : ENVELOPE) {
            List<String> values = request.queries(name);
            if (name.equals("to")) {
                ArrayNode to = message.putArray(name);
                values.forEach(to::add);
            } else if (values.size() > 1) {
                throw Problem.badRequest("parameter_repeated", name + " may be there once").toException();
            } else {
                values.forEach(value -> message.put(name, value));
            }
        }
        return message.put("raw", Base64.getEncoder().encodeToString(content));
    }

    private Origin origin(ApiRequest request, ObjectNode message) {
        Idempotency.Mark mark = request.idempotencyKey() == null
                ? null
                : bodies.idempotency().mark(request, bodies.json().canonical(message));
        return new Origin(request.sender(), request.remote(),
                accepted -> mark == null ? null : bodies.idempotency().entry(mark, 202, body(accepted)));
    }

    private ObjectNode body(Accepted accepted) {
        ObjectNode body = bodies.json().newObject();
        describe(body, accepted, clock.millis());
        return body;
    }

    /** What is told of an accepted message, alone or in a batch. */
    static void describe(ObjectNode body, Accepted accepted, long nowMillis) {
        boolean scheduled = accepted.sendAtMillis() > nowMillis;
        body.put("id", accepted.id().toString()).put("state", scheduled ? "scheduled" : "queued");
        if (scheduled) {
            body.put("release_at", Instant.ofEpochMilli(accepted.sendAtMillis()).toString());
        }
    }

    private AcceptResult commit(Submission submission) throws InterruptedException {
        var answer = new CompletableFuture<AcceptResult>();
        acceptor.submit(submission, result -> {
            var _ = answer.complete(result);
        });
        try {
            return answer.get(COMMIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw commitUnknown().toException();
        }
    }

    /** The disk is stuck: the message may or may not be accepted. */
    static Problem commitUnknown() {
        return Problem.of(503, "commit_unknown", "The disk does not answer",
                "it is not known whether this was accepted; ask again with the same Idempotency-Key")
                .retryAfter(RETRY_SECONDS);
    }

    private Answer answer(AcceptResult result, Submission submission) {
        return switch (result) {
            case AcceptResult.Accepted(var id) -> Answer.Json
                    .of(202, body(new Accepted(id, submission.sendAtMillis()))).with("Location", "/v1/messages/" + id);
            case AcceptResult.Repeated(var first) -> bodies.idempotency().replay(first);
            case AcceptResult.InProgress(int seconds) -> throw Problem.inProgress(seconds).toException();
            case AcceptResult.RefusedForNow(String reason, int seconds) ->
                throw Problem.unavailable(reason, seconds).toException();
            case AcceptResult.Refused refused -> throw Refusals.problem(refused).toException();
        };
    }
}
