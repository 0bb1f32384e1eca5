package com.penguinmails.mta.schedule;

import java.util.concurrent.CompletionStage;

/** Asks the queue something and lets it answer at once. */
final class Ask {
    private Ask() {}

    static <T> T now(QueueRig rig, CompletionStage<T> answer) {
        rig.work();
        return answer.toCompletableFuture().getNow(null);
    }
}
