package com.penguinmails.mta.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What became of an offered entry. */
final class Commit implements CommitListener {
    private final CompletableFuture<CommittedEntry> result = new CompletableFuture<>();

    /** Offers the entry until it is taken. */
    static Commit offer(Spool spool, SpoolEntry entry) {
        var commit = new Commit();
        while (!spool.offer(entry, commit)) {
            awaitRoom(spool);
        }
        return commit;
    }

    private static void awaitRoom(Spool spool) {
        var room = new CountDownLatch(1);
        spool.whenRoom(room::countDown);
        try {
            assertThat(room.await(30, TimeUnit.SECONDS)).as("room in the spool").isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
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
