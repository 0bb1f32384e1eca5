package com.penguinmails.benchmarks;

import com.penguinmails.mta.time.Clock;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Jobs for a node, one after the other. For one thread. */
final class JobLoad implements AutoCloseable {
    private static final long LOOK_MILLIS = 5;
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final NodeProcess node;
    private final Clock clock;
    private final JobClient client;

    JobLoad(NodeProcess node, Clock clock) {
        this.node = node;
        this.clock = clock;
        this.client = new JobClient(node.http());
    }

    /** The answer of the node and when it came. */
    private record Answer(HttpResponse<String> response, long nanos) {}

    /** Submits a job; returns when it is accepted and its first mail delivered. */
    SentJob send(Path body, int rows) throws IOException, InterruptedException {
        long before = node.usage().delivered();
        long begin = clock.nanoTime();
        CompletableFuture<Answer> answer = client.submit(body)
                .thenApply(response -> new Answer(response, clock.nanoTime()));
        long first = 0;
        while (first == 0 || !answer.isDone()) {
            first = first == 0 && node.usage().delivered() > before ? clock.nanoTime() : first;
            requireTime(begin, "the job was not accepted and its first mail delivered");
            if (answer.isDone() && first == 0) {
                var _ = client.accepted(get(answer).response(), rows);
            }
            Thread.sleep(LOOK_MILLIS);
        }
        Answer accepted = get(answer);
        return new SentJob(client.accepted(accepted.response(), rows), (accepted.nanos() - begin) / 1e9,
                (first - accepted.nanos()) / 1e9);
    }

    /**
     * What the node does from now on, for so many equal times; fewer if nothing is queued any more.
     *
     * @throws IOException if it stands still, or was done already
     */
    SentJob.Steady steady(int times, Duration each) throws IOException, InterruptedException {
        List<RelayCost> costs = new ArrayList<>();
        NodeUsage before = node.usage();
        while (costs.size() < times && before.queued() > 0) {
            long begin = clock.nanoTime();
            NodeUsage after = before;
            while (after.queued() > 0 && clock.nanoTime() - begin < each.toNanos()) {
                Thread.sleep(LOOK_MILLIS);
                after = node.usage();
            }
            if (after.delivered() == before.delivered() || after.lost() > before.lost()) {
                throw new IOException("the job stood still, or bounced, while it was measured: " + after);
            }
            costs.add(RelayCost.between(before, after, (clock.nanoTime() - begin) / 1e9));
            before = after;
        }
        if (costs.isEmpty()) {
            throw new IOException("the job was done before it could be measured; take more recipients");
        }
        return new SentJob.Steady(costs);
    }

    /** Submits a job; returns its name when it is accepted. */
    String accept(Path body, int rows) throws IOException, InterruptedException {
        return client.accepted(get(client.submit(body).thenApply(response -> new Answer(response, 0))).response(),
                rows);
    }

    /**
     * What the next messages cost.
     *
     * @param messages so many deliveries, unless no more than {@code held} recipients are queued before that
     */
    RelayCost costOf(long messages, long held) throws IOException, InterruptedException {
        NodeUsage before = node.usage();
        long begin = clock.nanoTime();
        NodeUsage after = before;
        while (after.delivered() - before.delivered() < messages && after.queued() > held) {
            requireTime(begin, "the messages were not delivered");
            Thread.sleep(LOOK_MILLIS);
            after = node.usage();
        }
        if (after.delivered() - before.delivered() < messages / 2) {
            throw new IOException("most mail was delivered before it could be measured; take more messages");
        }
        return RelayCost.between(before, after, (clock.nanoTime() - begin) / 1e9);
    }

    /** Cancels what is left of a job and waits until nothing is queued. */
    void end(SentJob job) throws IOException, InterruptedException {
        if (node.usage().queued() > 0) {
            cancel(job.id());
        }
        awaitQueued(0);
    }

    /** Cancels what is left of a job. */
    void cancel(String job) throws IOException, InterruptedException {
        client.cancel(job);
    }

    /** Waits until no more than so many recipients are queued. */
    void awaitQueued(long most) throws IOException, InterruptedException {
        long begin = clock.nanoTime();
        while (node.usage().queued() > most) {
            requireTime(begin, "the queue did not become empty");
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private void requireTime(long begin, String failure) throws IOException {
        if (clock.nanoTime() - begin > LONGEST.toNanos()) {
            throw new IOException(failure + " within " + LONGEST.toMinutes() + " minutes: " + node.usage());
        }
    }

    private static Answer get(CompletableFuture<Answer> answer) throws IOException, InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new IOException("the job was not answered: " + e.getCause(), e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
