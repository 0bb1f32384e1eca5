package com.penguinmails.mta.schedule;

import static com.penguinmails.mta.schedule.SlotTable.NONE;

import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.MessageId;
import com.penguinmails.mta.outcome.QueueOutcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.agrona.collections.LongHashSet;

/**
 * Withdraws what is not yet in a transaction. A job is withdrawn block by block, as fast as outcomes can be settled. Knows
 * which acceptances belong to which job. For one thread.
 */
final class Cancellations {
    /** All recipients of an acceptance. */
    static final int ALL = -1;
    /** A job has fewer rows. */
    private static final long MAX_ROWS = 1L << 32;

    private static final class JobTask {
        private final long[] acceptances;
        private final CompletableFuture<Integer> result;
        private int next;
        private int cancelled;

        JobTask(long[] acceptances, CompletableFuture<Integer> result) {
            this.acceptances = acceptances;
            this.result = result;
        }
    }

    private final RecipientStore store;
    private final QueueGates gates;
    private final Dispatcher dispatcher;
    private final Settlement settlement;
    private final Map<JobId, LongHashSet> jobs = new HashMap<>();
    private final ArrayDeque<JobTask> tasks = new ArrayDeque<>();

    Cancellations(RecipientStore store, QueueGates gates, Dispatcher dispatcher,
            Settlement settlement) {
        this.store = store;
        this.gates = gates;
        this.dispatcher = dispatcher;
        this.settlement = settlement;
    }

    void belongs(long acceptance, JobId job) {
        jobs.computeIfAbsent(job, _ -> new LongHashSet()).add(acceptance);
    }

    /** The last recipient of the acceptance has its outcome. */
    void gone(long acceptance, JobId job) {
        LongHashSet acceptances = jobs.get(job);
        if (acceptances != null && acceptances.remove(acceptance) && acceptances.isEmpty()) {
            jobs.remove(job);
        }
    }

    /** The queued job that may have a row of this id: rows are numbered on from the job's own number. */
    Optional<JobId> jobOf(MessageId id) {
        return jobs.keySet().stream().filter(job -> job.high() == id.high())
                .filter(job -> id.low() - job.low() >= 0 && id.low() - job.low() < MAX_ROWS).findFirst();
    }

    /** The acceptances of a job that are queued, in order. */
    long[] acceptances(JobId job) {
        LongHashSet acceptances = jobs.get(job);
        return acceptances == null
                ? new long[0]
                : acceptances.stream().mapToLong(Long::longValue).sorted().toArray();
    }

    /** Cancels one recipient, or {@link #ALL}; returns how many. */
    int cancel(long acceptance, int index) {
        // Mail that was prepared but not begun is not sent yet.
        dispatcher.abandonPrepared(prepared -> prepared.request.acceptance() == acceptance);
        SlotTable slots = store.slots();
        List<Integer> cancelled = new ArrayList<>();
        for (int slot = store.first(acceptance); slot != NONE; slot = slots.sibling(slot)) {
            SlotState state = slots.state(slot);
            boolean mayGo = state == SlotState.READY || state == SlotState.WAITING;
            if (mayGo && (index == ALL || slots.index(slot) == index)) {
                cancelled.add(slot);
            }
        }
        for (int slot : cancelled) {
            store.takeOut(slot, SlotState.SETTLING);
            gates.afterTaking(store.queueOf(slot));
        }
        if (!cancelled.isEmpty()) {
            settlement.settle(cancelled, QueueOutcome.cancelled(), null, null);
        }
        return cancelled.size();
    }

    void cancelJob(JobId job, CompletableFuture<Integer> result) {
        long[] acceptances = acceptances(job);
        if (acceptances.length == 0) {
            result.complete(0);
            return;
        }
        tasks.addLast(new JobTask(acceptances, result));
    }

    /** Goes on with jobs as far as there is room; returns how many recipients were cancelled. */
    int work() {
        int work = 0;
        while (!tasks.isEmpty() && settlement.room() > 0) {
            JobTask task = tasks.getFirst();
            if (task.next == task.acceptances.length) {
                tasks.removeFirst();
                task.result.complete(task.cancelled);
            } else {
                int cancelled = cancel(task.acceptances[task.next++], ALL);
                task.cancelled += cancelled;
                work += cancelled + 1;
            }
        }
        return work;
    }

    boolean isEmpty() {
        return tasks.isEmpty();
    }
}
