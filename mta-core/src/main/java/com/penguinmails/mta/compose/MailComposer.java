package com.penguinmails.mta.compose;

import com.penguinmails.mta.counter.Counters;
import com.penguinmails.mta.deliver.MailRequest;
import com.penguinmails.mta.deliver.MailSource;
import com.penguinmails.mta.deliver.PreparedMail;
import com.penguinmails.mta.deliver.PreparedMail.MailIdentity;
import com.penguinmails.mta.spool.Spool;
import com.penguinmails.mta.time.Clock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads mail from the spool, renders the rows of jobs and signs, on threads of its own named {@code mail-}number. Each request is
 * answered once, also those that wait when it is closed or come after that: by a failure that is to be tried again. Thread-safe.
 */
public final class MailComposer implements MailSource, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MailComposer.class);
    private static final long CLOSE_SECONDS = 10;

    /**
     * What it is set up by.
     *
     * @param nodeName stands in {@code Received} of the mail of jobs
     * @param threads that read, render and sign; 0: one for each processor
     */
    public record Settings(String nodeName, int threads) {}

    private final Signatures signatures;
    private final MailReader reader;
    private final ThreadPoolExecutor workers;

    public MailComposer(Spool spool, SigningKeys keys, Settings settings, Clock clock, Counters counters) {
        this(spool, new Signatures(keys, clock, counters), settings, clock, counters, workers(settings.threads()));
    }

    private MailComposer(Spool spool, Signatures signatures, Settings settings, Clock clock, Counters counters,
            ThreadPoolExecutor workers) {
        this.signatures = signatures;
        this.reader = new MailReader(spool, new JobMails(spool, settings.nodeName(), clock), signatures, counters);
        this.workers = workers;
    }

    /** One that signs nothing, at work wherever the given executor works: in a simulation, on the thread that steps it. */
    public static MailComposer unsigned(Spool spool, String nodeName, Clock clock, ThreadPoolExecutor workers) {
        var counters = new Counters();
        return new MailComposer(spool, new Signatures(SigningKeys.none(), clock, counters), new Settings(nodeName, 1),
                clock, counters, workers);
    }

    private static ThreadPoolExecutor workers(int wanted) {
        int threads = wanted == 0 ? Runtime.getRuntime().availableProcessors() : wanted;
        return new ThreadPoolExecutor(threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
                Thread.ofPlatform().name("mail-", 1).factory());
    }

    /** Signs with these keys from now on. */
    public void useKeys(SigningKeys keys) {
        signatures.use(keys);
    }

    @Override
    public void prepare(MailRequest request, Consumer<PreparedMail> receiver) {
        submit(new Task<>(request, this::prepared, receiver, refused("the mail cannot be prepared now")));
    }

    @Override
    public void identify(MailRequest request, Consumer<Optional<MailIdentity>> receiver) {
        submit(new Task<>(request, this::identified, receiver, Optional.empty()));
    }

    /** Lets the threads end what they do, answers what waits, and returns after 10 seconds at most. */
    @Override
    public void close() {
        workers.shutdown();
        // Not shutdownNow: an interrupt would close the spool's files under those who read them.
        var waiting = new ArrayList<Runnable>();
        workers.getQueue().drainTo(waiting);
        waiting.forEach(task -> ((Task<?>) task).refuse());
        try {
            if (!workers.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("threads that read mail have not ended after {} s", CLOSE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void submit(Task<?> task) {
        try {
            workers.execute(task);
        } catch (RejectedExecutionException _) {
            task.refuse();
        }
    }

    private PreparedMail prepared(MailRequest request) {
        try {
            return reader.prepare(request);
        } catch (IOException e) {
            LOG.warn("acceptance {} cannot be read now", request.acceptance(), e);
            return refused("the acceptance cannot be read now");
        }
    }

    private Optional<MailIdentity> identified(MailRequest request) {
        try {
            return Optional.of(reader.identify(request));
        } catch (IOException e) {
            LOG.warn("acceptance {} cannot be read now", request.acceptance(), e);
            return Optional.empty();
        }
    }

    private static PreparedMail refused(String reason) {
        return new PreparedMail.Unavailable(null, reason);
    }

    /**
     * One request on its way.
     *
     * @param refusal the answer if there is no other
     */
    private record Task<T>(MailRequest request, Function<MailRequest, T> work, Consumer<T> receiver, T refusal)
            implements
                Runnable {

        @Override
        public void run() {
            answer(result());
        }

        void refuse() {
            answer(refusal);
        }

        /** Whatever is thrown, a stack that is too deep and memory that is short among it, the request has its answer. */
        private T result() {
            try {
                return work.apply(request);
            } catch (Throwable e) {
                LOG.error("acceptance {} cannot be prepared", request.acceptance(), e);
                return refusal;
            }
        }

        private void answer(T result) {
            try {
                receiver.accept(result);
            } catch (RuntimeException e) {
                LOG.error("the receiver of acceptance {} failed", request.acceptance(), e);
            }
        }
    }
}
