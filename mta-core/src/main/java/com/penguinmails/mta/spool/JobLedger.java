package com.penguinmails.mta.spool;

import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.message.JobId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The jobs: what opened them, how many rows they have, their balances. A job is finished when it has all its rows and each has a
 * final outcome; the last 10,000 finished ones are remembered. For one thread, but for {@link #opened}.
 */
final class JobLedger {
    private static final int MAX_FINISHED = 10_000;
    private final Map<JobId, Job> jobs = new HashMap<>();
    private final Map<JobId, JournalRecord.JobOpened> opened = new ConcurrentHashMap<>();
    private final Set<JobId> finished = new LinkedHashSet<>();
    private final Set<JobId> unclosed = new LinkedHashSet<>();

    /** May be asked by any thread. */
    Optional<JournalRecord.JobOpened> opened(JobId id) {
        return Optional.ofNullable(opened.get(id));
    }

    Optional<Balance> balance(JobId id) {
        return Optional.ofNullable(jobs.get(id)).map(job -> job.tally.balance());
    }

    Optional<Spool.JobProgress> progress(JobId id) {
        return Optional.ofNullable(jobs.get(id)).filter(_ -> opened.containsKey(id))
                .map(job -> new Spool.JobProgress(job.rows, job.closed));
    }

    /** Notes the job; its idempotency entry is not kept with it. */
    void open(JournalRecord.JobOpened record) {
        jobs.computeIfAbsent(record.id(), Job::new);
        opened.put(record.id(), withoutIdempotency(record));
        unclosed.add(record.id());
    }

    /** The jobs that were opened and not closed, the eldest first. */
    List<JobId> unclosed() {
        return List.copyOf(unclosed);
    }

    void accept(JobId id, long firstRow, int rows) {
        Job job = jobs.computeIfAbsent(id, Job::new);
        job.rows = Math.max(job.rows, firstRow + rows);
        job.tally.accept(rows);
        finished.remove(id);
    }

    void settle(JobId id, EventType outcome) {
        Job job = jobs.computeIfAbsent(id, Job::new);
        job.tally.settle(outcome);
        noteFinished(job);
    }

    void close(JobId id) {
        Job job = jobs.computeIfAbsent(id, Job::new);
        job.closed = true;
        unclosed.remove(id);
        noteFinished(job);
    }

    void moveTemplate(JobId id, ContentRef template) {
        opened.computeIfPresent(id, (_, record) -> withTemplate(record, template));
    }

    /** The jobs that are not finished and whose template lies in this generation. */
    List<JournalRecord.JobOpened> needing(int generation) {
        return opened.values().stream().filter(job -> !finished.contains(job.id()))
                .filter(job -> LogPosition.file(job.template().position()) == generation).toList();
    }

    /** By generation, the octets of the templates that lie in it of jobs that are not finished. */
    Map<Integer, Long> templateBytes() {
        return opened.values().stream().filter(job -> !finished.contains(job.id()))
                .collect(Collectors.toMap(job -> LogPosition.file(job.template().position()),
                        job -> (long) job.template().length() + Frame.HEADER, Long::sum));
    }

    List<JournalItem.JobState> state() {
        var states = new ArrayList<JournalItem.JobState>(jobs.size());
        jobs.values().stream().filter(job -> !finished.contains(job.id)).forEach(job -> states.add(state(job)));
        for (JobId id : finished) {
            Job job = jobs.get(id);
            if (job != null) {
                states.add(state(job));
            }
        }
        return states;
    }

    void restore(JournalItem.JobState state) {
        Job job = new Job(state.id());
        job.rows = state.rows();
        job.closed = state.closed();
        job.tally = new Tally(state.balance());
        jobs.put(job.id, job);
        if (state.opened() != null) {
            opened.put(job.id, state.opened());
            if (!job.closed) {
                unclosed.add(job.id);
            }
        }
        noteFinished(job);
    }

    private JournalItem.JobState state(Job job) {
        JournalRecord.@Nullable JobOpened record = opened.get(job.id);
        return new JournalItem.JobState(job.id, record, job.rows, job.closed, job.tally.balance());
    }

    private void noteFinished(Job job) {
        if (!job.closed || job.tally.balance().queued() > 0) {
            return;
        }
        finished.add(job.id);
        if (finished.size() > MAX_FINISHED) {
            JobId oldest = finished.iterator().next();
            finished.remove(oldest);
            jobs.remove(oldest);
            opened.remove(oldest);
        }
    }

    private static JournalRecord.JobOpened withoutIdempotency(JournalRecord.JobOpened job) {
        return new JournalRecord.JobOpened(job.id(), job.labels(), job.priority(), job.envelope(), job.signingDomain(),
                job.keyId(), job.acceptedMillis(), job.sendAtMillis(), job.expiresMillis(), job.template(), null);
    }

    private static JournalRecord.JobOpened withTemplate(JournalRecord.JobOpened job, ContentRef template) {
        return new JournalRecord.JobOpened(job.id(), job.labels(), job.priority(), job.envelope(), job.signingDomain(),
                job.keyId(), job.acceptedMillis(), job.sendAtMillis(), job.expiresMillis(), template,
                job.idempotency());
    }

    private static final class Job {
        private final JobId id;
        private long rows;
        private boolean closed;
        private Tally tally = new Tally();

        Job(JobId id) {
            this.id = id;
        }
    }
}
