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
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /v1/queues/explain}: why the mail that the query picks out is as slow as it is. Query: any of {@code tenant},
 * {@code campaign}, {@code sender_domain}, {@code domain}, {@code site}, {@code provider} and {@code source}; none: all mail.
 * {@code GET /v1/paths/explain?site=…&source=…}: the same of one path, with what closes it for all mail. Thread-safe.
 */
final class ExplainEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(ExplainEndpoint.class);
    private static final int ANSWER_SECONDS = 10;
    private static final int MAX_NAME = 255;
    private static final List<String> OF_MAIL = List.of("tenant", "campaign", "sender_domain", "domain", "site",
            "provider", "source");
    private static final List<String> OF_PATH = List.of("site", "source");

    private final MailQueue queue;
    private final NodeControl control;

    ExplainEndpoint(MailQueue queue, NodeControl control) {
        this.queue = queue;
        this.control = control;
    }

    void slowness(ServerRequest request, ServerResponse response) throws InterruptedException {
        if (!isUnderstood(request, response, OF_MAIL)) {
            return;
        }
        MailSelector selector = new MailSelector(value(request, "tenant"), value(request, "campaign"),
                value(request, "sender_domain"), value(request, "domain"), value(request, "site"),
                value(request, "provider"), value(request, "source"));
        Optional<SlownessReport> report = answer(response, queue.slowness(selector));
        if (report.isPresent()) {
            AdminServer.send(response, Status.OK_200, ExplanationJson.slowness(report.get(), control.places()));
        }
    }

    void path(ServerRequest request, ServerResponse response) throws InterruptedException {
        if (!isUnderstood(request, response, OF_PATH)) {
            return;
        }
        String site = value(request, "site");
        String source = value(request, "source");
        if (site == null || source == null) {
            AdminServer.problem(response, Status.BAD_REQUEST_400, "parameter_missing",
                    (site == null ? "site" : "source") + " is missing; a path is a site and a source, as"
                            + " GET /v1/paths lists them");
            return;
        }
        Optional<Optional<PathExplanation>> answer = answer(response, queue.path(site, source));
        if (answer.isPresent() && answer.get().isPresent()) {
            AdminServer.send(response, Status.OK_200,
                    ExplanationJson.path(answer.get().get(), control.places()));
        } else if (answer.isPresent()) {
            AdminServer.problem(response, Status.NOT_FOUND_404, "path_not_in_use",
                    "no mail goes or went lately from that source to that site; GET /v1/paths lists the paths in use");
        }
    }

    /** Whether every parameter is known, is given once and says something; else it is refused. */
    private static boolean isUnderstood(ServerRequest request, ServerResponse response, List<String> known) {
        for (String name : request.query().names()) {
            if (!known.contains(name)) {
                AdminServer.problem(response, Status.BAD_REQUEST_400, "unknown_parameter",
                        "there is no such parameter here; known are " + String.join(", ", known));
                return false;
            }
            List<String> values = request.query().all(name);
            if (values.size() != 1 || values.getFirst().isBlank() || values.getFirst().length() > MAX_NAME) {
                AdminServer.problem(response, Status.BAD_REQUEST_400, "parameter_invalid",
                        name + " is given once, with 1 to " + MAX_NAME + " characters");
                return false;
            }
        }
        return true;
    }

    /** What the queue says; empty when it did not answer in time, which is then told. */
    private static <T> Optional<T> answer(ServerResponse response, CompletionStage<T> stage)
            throws InterruptedException {
        try {
            return Optional.of(stage.toCompletableFuture().get(ANSWER_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException e) {
            LOG.atError().setCause(e).log("the queue did not answer");
            AdminServer.problem(response, Status.SERVICE_UNAVAILABLE_503, "queue_silent",
                    "the queue did not answer in time");
            return Optional.empty();
        }
    }

    private static @Nullable String value(ServerRequest request, String name) {
        return request.query().contains(name) ? request.query().get(name) : null;
    }
}
