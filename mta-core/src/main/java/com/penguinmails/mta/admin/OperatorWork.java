package com.penguinmails.mta.admin;

import com.penguinmails.mta.admin.InvalidRequestException.Problem;
import com.penguinmails.mta.schedule.CommandRefusedException;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests of operators: only theirs, a refusal with the field that it is about, and a queue that does not answer with
 * «try again». Thread-safe.
 *
 * @param operators whether a request comes from an operator; if not it has answered already
 */
record OperatorWork(BiPredicate<ServerRequest, ServerResponse> operators, AdminRequest bodies) {
    private static final Logger LOG = LoggerFactory.getLogger(OperatorWork.class);
    private static final int ANSWER_SECONDS = 30;
    private static final int MAX_BODY = 64 << 10;
    private static final Duration BODY_TIME = Duration.ofSeconds(10);

    /** What a request does once its sender is known. */
    @FunctionalInterface
    interface Work {
        void run() throws InterruptedException, ExecutionException, TimeoutException;
    }

    /** Runs the work if the request is an operator's. */
    void operate(ServerRequest request, ServerResponse response, Work work) throws InterruptedException {
        if (operators.test(request, response)) {
            run(response, work);
        }
    }

    /** Runs the work, whoever asks for it. */
    void run(ServerResponse response, Work work) throws InterruptedException {
        try {
            work.run();
        } catch (CommandRefusedException e) {
            throw refused(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CommandRefusedException refusal) {
                throw refused(refusal);
            }
            silent(response, e);
        } catch (TimeoutException e) {
            silent(response, e);
        }
    }

    /** The queue's answer. */
    static <T> T answer(CompletionStage<T> stage) throws InterruptedException, ExecutionException, TimeoutException {
        return stage.toCompletableFuture().get(ANSWER_SECONDS, TimeUnit.SECONDS);
    }

    /** The fields of the request's body. */
    RequestFields fields(ServerRequest request) {
        return RequestFields.parse(bodies.json(request, MAX_BODY, BODY_TIME));
    }

    private static void silent(ServerResponse response, Exception e) {
        LOG.atError().setCause(e).log("the queue could not take a command");
        response.header("Retry-After", "5");
        AdminServer.problem(response, Status.SERVICE_UNAVAILABLE_503, "queue_silent",
                "the queue did not answer; look at GET /v1/commands for what was taken, then try again");
    }

    private static InvalidRequestException refused(CommandRefusedException refusal) {
        return RequestFields
                .invalid(List.of(new Problem("/" + refusal.field(), String.valueOf(refusal.getMessage()))));
    }
}
