package com.penguinmails.mta.accept.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.mta.accept.Submission;
import com.penguinmails.mta.accept.SubmissionPolicy;
import com.penguinmails.mta.accept.http.SubmissionFactory.Origin;
import com.penguinmails.mta.http.FieldProblem;
import com.penguinmails.mta.http.JsonFields;
import com.penguinmails.mta.http.Problem;
import com.penguinmails.mta.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a batch: its mode, and each of its messages by the rules of a message on its own. Thread-safe. */
final class BatchReader {
    /** However many a configuration allows: the answer of so many is still kept for a repetition. */
    private static final int MAX_ITEMS = 1_000;
    private static final String ALL_OR_NOTHING = "all_or_nothing";
    private static final String BEST_EFFORT = "best_effort";

    private final MessageReader reader;
    private final SubmissionFactory factory;
    private final SubmissionPolicy policy;
    private final Clock clock;
    private final int maxItems;

    BatchReader(MessageReader reader, SubmissionFactory factory, SubmissionPolicy policy, Clock clock, int maxItems) {
        this.reader = reader;
        this.factory = factory;
        this.policy = policy;
        this.clock = clock;
        this.maxItems = Math.min(maxItems, MAX_ITEMS);
    }

    /** One message of a batch. */
    sealed interface Item {

        /** To be accepted. */
        record Good(Submission submission) implements Item {}

        /** Not to be accepted, and why: pointers are into the message. */
        record Bad(List<FieldProblem> problems) implements Item {}
    }

    /** A batch that may be committed. */
    record Batch(List<Item> items) {

        List<Submission> accepted() {
            return items.stream().filter(Item.Good.class::isInstance).map(item -> ((Item.Good) item).submission())
                    .toList();
        }

        int recipients() {
            return accepted().stream().mapToInt(submission -> submission.recipients().size()).sum();
        }
    }

    /** 422 if it is no batch, or if it is all or nothing and any message of it is wrong. */
    Batch read(ApiRequest request, ObjectNode body) {
        var problems = new ArrayList<FieldProblem>();
        var fields = new JsonFields(body, "", problems);
        String mode = fields.text("mode", 100, ALL_OR_NOTHING);
        if (!mode.equals(ALL_OR_NOTHING) && !mode.equals(BEST_EFFORT)) {
            fields.problem("/mode", "mode_invalid", ALL_OR_NOTHING + " or " + BEST_EFFORT + " is expected");
        }
        ArrayNode messages = messages(fields);
        fields.refuseUnknown();
        if (messages == null || !problems.isEmpty()) {
            throw Problem.invalid(problems).toException();
        }
        var items = new ArrayList<Item>(messages.size());
        messages.forEach(message -> items.add(item(message, request)));
        if (mode.equals(ALL_OR_NOTHING)) {
            requireAllGood(items);
        }
        return new Batch(items);
    }

    private @Nullable ArrayNode messages(JsonFields fields) {
        JsonNode node = fields.node("messages");
        if (!(node instanceof ArrayNode messages) || messages.isEmpty()) {
            fields.problem("/messages", "required", "an array of at least one message is expected");
            return null;
        }
        if (messages.size() > maxItems) {
            fields.problem("/messages", "too_many", "at most " + maxItems + " messages; send a job to more");
            return null;
        }
        return messages;
    }

    private Item item(JsonNode node, ApiRequest request) {
        if (!(node instanceof ObjectNode message)) {
            return new Item.Bad(List.of(new FieldProblem("", "type_invalid", "an object is expected")));
        }
        var problems = new ArrayList<FieldProblem>();
        MessageRequest checked = reader.read(message, "", request.sender(), problems);
        Submission submission = checked == null
                ? null
                : factory.create(checked, new Origin(request.sender(), request.remote(), _ -> null), "", problems);
        if (submission == null) {
            return new Item.Bad(problems);
        }
        return policy.refusal(submission, clock.millis())
                .<Item>map(refused -> new Item.Bad(List.of(Refusals.toFieldProblem(refused))))
                .orElseGet(() -> new Item.Good(submission));
    }

    private static void requireAllGood(List<Item> items) {
        var problems = new ArrayList<FieldProblem>();
        for (int i = 0; i < items.size(); i++) {
            String pointer = "/messages/" + i;
            if (items.get(i) instanceof Item.Bad(List<FieldProblem> wrong)) {
                wrong.forEach(problem -> problems.add(problem.within(pointer)));
            }
        }
        if (!problems.isEmpty()) {
            throw Problem.invalid(problems).toException();
        }
    }
}
