package com.penguinmails.mta.admin;

import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the queue answers to whoever looks at it. Stateless. */
final class QueueAnswer {
    private static final Logger LOG = LoggerFactory.getLogger(QueueAnswer.class);
    private static final int ANSWER_SECONDS = 10;

    private QueueAnswer() {}

    /** The answer; empty when it did not come in time, which is then told. */
    static <T> Optional<T> of(ServerResponse response, CompletionStage<T> stage) throws InterruptedException {
        try {
            return Optional.of(stage.toCompletableFuture().get(ANSWER_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException e) {
            LOG.atError().setCause(e).log("the queue did not answer");
            AdminServer.problem(response, Status.SERVICE_UNAVAILABLE_503, "queue_silent",
                    "the queue did not answer in time");
            return Optional.empty();
        }
    }
}
