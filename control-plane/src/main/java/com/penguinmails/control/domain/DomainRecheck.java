package com.penguinmails.control.domain;

import com.penguinmails.control.audit.Author;
import com.penguinmails.control.database.Access;
import com.penguinmails.control.record.RecordReport;
import com.penguinmails.mta.http.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at domains when they are due, a few at a time, and makes the signing keys of those that have none yet. Sleeps until the next
 * one is due, and at most a minute, since another process may have made one. Several processes on one database share the work: what
 * one has taken is put off for the others. One thread of its own; {@link #wake} may be called by any.
 */
final class DomainRecheck implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DomainRecheck.class);
    private static final int AT_ONCE = 8;
    private static final Duration TAKEN_FOR = Duration.ofMinutes(2);
    private static final Duration LONGEST_SLEEP = Duration.ofMinutes(1);
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(5);
    private static final Duration COMMIT_WAIT = Duration.ofMillis(250);
    private static final Duration STOP_WAIT = Duration.ofSeconds(5);

    private final DomainTools tools;
    private final Semaphore wakes = new Semaphore(0);
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final Thread thread;

    private DomainRecheck(DomainTools tools) {
        this.tools = tools;
        this.thread = Thread.ofPlatform().daemon().name("domain-recheck").unstarted(this::run);
    }

    static DomainRecheck start(DomainTools tools) {
        var recheck = new DomainRecheck(tools);
        recheck.thread.start();
        return recheck;
    }

    /** Looks at once whether anything is due. */
    void wake() {
        wakes.release();
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Duration sleep = checkDue();
                if (wakes.tryAcquire(sleep.toMillis(), TimeUnit.MILLISECONDS)) {
                    // What woke it may stand in a transaction that is about to be committed.
                    Thread.sleep(COMMIT_WAIT);
                    var _ = wakes.drainPermits();
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Checks all that are due; how long until there is more to do. */
    private Duration checkDue() throws InterruptedException {
        try {
            while (true) {
                Instant now = tools.clock().instant();
                List<String> due = tools.database().transact(Access.OPERATOR,
                        handle -> tools.store().takeDue(handle, now, now.plus(TAKEN_FOR), AT_ONCE));
                if (due.isEmpty()) {
                    return untilNext(now);
                }
                workers.invokeAll(due.stream().map(id -> Executors.callable(() -> check(id))).toList());
            }
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("Domains cannot be looked at now");
            return AFTER_TROUBLE;
        }
    }

    private Duration untilNext(Instant now) {
        Optional<Instant> next = tools.database().transact(Access.OPERATOR, tools.store()::nextDue);
        return next.map(time -> Duration.between(now, time)).filter(time -> time.compareTo(LONGEST_SLEEP) < 0)
                .map(time -> time.isNegative() ? Duration.ZERO : time.plusMillis(1)).orElse(LONGEST_SLEEP);
    }

    /** What goes wrong with one domain is tried again when it is due again, and keeps no other waiting. */
    private void check(String id) {
        try {
            Optional<Domain> domain = tools.database().transact(Access.OPERATOR,
                    handle -> tools.store().find(handle, id));
            if (domain.isEmpty()) {
                return;
            }
            if (domain.get().keys().isEmpty()) {
                makeKeys(domain.get());
                return;
            }
            List<RecordReport> reports = tools.verifier().look(domain.get());
            var _ = tools.database().transact(Access.OPERATOR,
                    handle -> tools.verifier().apply(handle, id, reports, Author.SYSTEM));
        } catch (ProblemException e) {
            LOG.warn("Domain {} could not be checked: {}", id, e.problem().detail());
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("Domain {} could not be checked", id);
        }
    }

    private void makeKeys(Domain domain) {
        Instant now = tools.clock().instant();
        List<KeyMaker.Made> made = tools.keys().pair(domain.id(), now, tools.config().keyOverlap());
        var _ = tools.database().transact(Access.OPERATOR, handle -> {
            Optional<Domain> locked = tools.store().lock(handle, domain.id());
            if (locked.isPresent() && locked.get().keys().isEmpty()) {
                made.forEach(key -> tools.ledger().keyMade(handle, Author.SYSTEM, domain, key));
                tools.store().putOff(handle, domain.id(), now.plus(tools.config().recheckPending()));
            }
            return locked;
        });
    }

    @Override
    public void close() {
        thread.interrupt();
        var _ = workers.shutdownNow();
        try {
            var _ = thread.join(STOP_WAIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
