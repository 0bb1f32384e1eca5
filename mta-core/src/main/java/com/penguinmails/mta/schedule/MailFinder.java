package com.penguinmails.mta.schedule;

import static com.penguinmails.mta.schedule.SlotTable.NONE;

import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.MessageId;
import com.penguinmails.mta.message.SpoolRef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.agrona.collections.LongHashSet;

/**
 * Finds queued mail that the event log tells nothing of: rows of a job that were never tried, and messages older than the log. A
 * slot knows only the number of its acceptance, so the asker is given the acceptances in order and reads their records. For one
 * thread.
 */
final class MailFinder {
    /** Looked at in one turn, so that mail is not held up. */
    private static final int SLOTS_A_TURN = 1 << 16;
    /** More is not collected: the asker is told that nothing was found. */
    private static final int MOST = 1_000_000;

    private final RecipientStore store;
    private final Cancellations jobs;
    private final CommandQueue commands;

    MailFinder(RecipientStore store, Cancellations jobs, CommandQueue commands) {
        this.store = store;
        this.jobs = jobs;
        this.commands = commands;
    }

    /** The acceptances of the job that may have a row of this id, in order; empty if no queued job may. */
    List<QueuedAcceptance> rowsOf(MessageId id) {
        Optional<JobId> job = jobs.jobOf(id);
        return job.isEmpty() ? List.of() : places(jobs.acceptances(job.get()));
    }

    /** All acceptances with a number below, in order; empty where they are too many. */
    CompletableFuture<List<QueuedAcceptance>> acceptedBefore(long number) {
        CompletableFuture<List<QueuedAcceptance>> found = new CompletableFuture<>();
        scan(0, number, new LongHashSet(), found);
        return found;
    }

    private void scan(int from, long below, LongHashSet acceptances, CompletableFuture<List<QueuedAcceptance>> found) {
        SlotTable slots = store.slots();
        int end = (int) Math.min(slots.capacity(), (long) from + SLOTS_A_TURN);
        for (int slot = from; slot < end; slot++) {
            if (slots.state(slot) != SlotState.FREE && slots.acceptance(slot) < below) {
                acceptances.add(slots.acceptance(slot));
            }
        }
        if (acceptances.size() > MOST) {
            found.complete(List.of());
        } else if (end == slots.capacity()) {
            found.complete(places(sorted(acceptances)));
        } else {
            commands.add(() -> scan(end, below, acceptances, found));
        }
    }

    private List<QueuedAcceptance> places(long[] acceptances) {
        List<QueuedAcceptance> places = new ArrayList<>(acceptances.length);
        for (long acceptance : acceptances) {
            int slot = store.first(acceptance);
            if (slot != NONE) {
                places.add(new QueuedAcceptance(acceptance, new SpoolRef(store.slots().place(slot))));
            }
        }
        return places;
    }

    private static long[] sorted(LongHashSet acceptances) {
        long[] sorted = acceptances.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return sorted;
    }
}
