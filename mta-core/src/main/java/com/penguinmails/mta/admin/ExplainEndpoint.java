package com.penguinmails.mta.admin;

import com.penguinmails.mta.accept.http.ExplanationJson;
import com.penguinmails.mta.message.MailSelector;
import com.penguinmails.mta.schedule.MailQueue;
import com.penguinmails.mta.schedule.PathExplanation;
import com.penguinmails.mta.schedule.SlownessReport;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/queues/explain}: why the mail that the query picks out is as slow as it is. Query: any of {@code tenant},
 * {@code campaign}, {@code sender_domain}, {@code domain}, {@code site}, {@code provider} and {@code source}; none: all mail.
 * {@code GET /v1/paths/explain?site=…&source=…}: the same of one path, with what closes it for all mail. Thread-safe.
 */
final class ExplainEndpoint {
    private static final List<String> OF_PATH = List.of("site", "source");

    private final MailQueue queue;
    private final NodeControl control;
    private final Supplier<CommandRequest.Names> names;

    /** @param names what a selector may name */
    ExplainEndpoint(MailQueue queue, NodeControl control, Supplier<CommandRequest.Names> names) {
        this.queue = queue;
        this.control = control;
        this.names = names;
    }

    void slowness(ServerRequest request, ServerResponse response) throws InterruptedException {
        AdminRequest.requireQueries(request, MailSelector.NAMES);
        MailSelector selector = MailSelector.of(name -> AdminRequest.query(request, name));
        requireMatchable(selector);
        Optional<SlownessReport> report = QueueAnswer.of(response, queue.slowness(selector));
        if (report.isPresent()) {
            AdminServer.send(response, Status.OK_200, ExplanationJson.slowness(report.get(), control.places()));
        }
    }

    /** Refuses what no mail can have: the answer would be that nothing is queued, whatever was meant. */
    private void requireMatchable(MailSelector selector) {
        Map<String, String> problems = selector.problems();
        requireKnown(problems, "provider", selector.provider(), names.get().providers());
        requireKnown(problems, "source", selector.source(), names.get().sources());
        if (!problems.isEmpty()) {
            throw new InvalidRequestException(Status.BAD_REQUEST_400, "parameter_invalid", problems.entrySet().stream()
                    .map(problem -> problem.getKey() + ": " + problem.getValue()).collect(Collectors.joining("; ")));
        }
    }

    private static void requireKnown(Map<String, String> problems, String name, @Nullable String value,
            Set<String> known) {
        if (value != null && !known.contains(value)) {
            problems.put(name, RequestFields.unknown(name, value, known));
        }
    }

    void path(ServerRequest request, ServerResponse response) throws InterruptedException {
        AdminRequest.requireQueries(request, OF_PATH);
        String site = AdminRequest.query(request, "site");
        String source = AdminRequest.query(request, "source");
        if (site == null || source == null) {
            throw new InvalidRequestException(Status.BAD_REQUEST_400, "parameter_missing",
                    (site == null ? "site" : "source") + " is missing; a path is a site and a source, as"
                            + " GET /v1/paths lists them");
        }
        Optional<Optional<PathExplanation>> answer = QueueAnswer.of(response, queue.path(site, source));
        if (answer.isPresent() && answer.get().isPresent()) {
            AdminServer.send(response, Status.OK_200,
                    ExplanationJson.path(answer.get().get(), control.places()));
        } else if (answer.isPresent()) {
            AdminServer.problem(response, Status.NOT_FOUND_404, "path_not_in_use",
                    "no mail goes or went lately from that source to that site; GET /v1/paths lists the paths in use");
        }
    }
}
