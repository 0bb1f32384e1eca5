package com.penguinmails.mta.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What became of an offered entry. */
final class Commit implements CommitListener {
    private final CompletableFuture<CommittedEntry> result = new CompletableFuture<>();

    /** Offers the entry until it is taken. */
    static Commit offer(Spool spool, SpoolEntry entry) {
        var commit = new Commit();
        await().atMost(Duration.ofSeconds(30)).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1))
                .until(() -> spool.offer(entry, commit));
        return commit;
    }

    /** Offers the entry and waits until it is on disk. */
    static CommittedEntry commit(Spool spool, SpoolEntry entry) {
        return offer(spool, entry).get();
    }

    CommittedEntry get() {
        try {
            return result.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | InterruptedException e) {
            throw new AssertionError("the entry was not committed", e);
        }
    }

    String failure() {
        try {
            CommittedEntry entry = result.get(30, TimeUnit.SECONDS);
            throw new AssertionError("committed at " + entry.firstSequence());
        } catch (ExecutionException e) {
            return String.valueOf(e.getMessage());
        } catch (TimeoutException | InterruptedException e) {
            throw new AssertionError("the entry was neither committed nor refused", e);
        }
    }

    boolean isDone() {
        return result.isDone();
    }

    boolean isCommitted() {
        return result.isDone() && !result.isCompletedExceptionally();
    }

    @Override
    public void committed(CommittedEntry entry) {
        assertThat(result.complete(entry)).as("told once").isTrue();
    }

    @Override
    public void failed(String reason) {
        assertThat(result.completeExceptionally(new IllegalStateException(reason))).as("told once").isTrue();
    }
}
