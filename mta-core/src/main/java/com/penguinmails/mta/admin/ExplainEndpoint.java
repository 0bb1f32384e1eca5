package com.penguinmails.mta.admin;

import com.penguinmails.mta.accept.http.ExplanationJson;
import com.penguinmails.mta.message.MailSelector;
import com.penguinmails.mta.schedule.MailQueue;
import com.penguinmails.mta.schedule.SlownessReport;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /v1/queues/explain}: why the mail that the query picks out is as slow as it is. Query: any of {@code tenant},
 * {@code campaign}, {@code sender_domain}, {@code domain}, {@code site}, {@code provider} and {@code source}; none: all mail.
 * Thread-safe.
 */
final class ExplainEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(ExplainEndpoint.class);
    private static final int ANSWER_SECONDS = 10;
    private static final Set<String> KNOWN = Set.of("tenant", "campaign", "sender_domain", "domain", "site", "provider",
            "source");

    private final MailQueue queue;

    ExplainEndpoint(MailQueue queue) {
        this.queue = queue;
    }

    void slowness(ServerRequest request, ServerResponse response) throws InterruptedException {
        for (String name : request.query().names()) {
            if (!KNOWN.contains(name)) {
                AdminServer.problem(response, Status.BAD_REQUEST_400, "unknown_parameter", name
                        + " is not known here; known are tenant, campaign, sender_domain, domain, site, provider and source");
                return;
            }
        }
        MailSelector selector = new MailSelector(value(request, "tenant"), value(request, "campaign"),
                value(request, "sender_domain"), value(request, "domain"), value(request, "site"),
                value(request, "provider"), value(request, "source"));
        try {
            SlownessReport report = queue.slowness(selector).toCompletableFuture().get(ANSWER_SECONDS,
                    TimeUnit.SECONDS);
            AdminServer.send(response, Status.OK_200, ExplanationJson.slowness(report));
        } catch (ExecutionException | TimeoutException e) {
            LOG.atError().setCause(e).log("the queue did not answer");
            AdminServer.problem(response, Status.SERVICE_UNAVAILABLE_503, "queue_silent",
                    "the queue did not answer in time");
        }
    }

    private static @Nullable String value(ServerRequest request, String name) {
        return request.query().contains(name) ? request.query().get(name) : null;
    }
}
