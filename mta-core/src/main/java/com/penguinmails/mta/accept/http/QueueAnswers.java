package com.penguinmails.mta.accept.http;

import com.penguinmails.mta.http.Problem;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for the queue's thread on a request's own. */
final class QueueAnswers {
    private static final int SECONDS = 20;

    private QueueAnswers() {}

    /** The answer; 503 if it does not come. */
    static <T> T await(CompletionStage<T> answer) throws InterruptedException {
        try {
            return answer.toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw Problem.unavailable("the queue does not answer", 5).toException();
        }
    }
}
