package com.penguinmails.mta.shape;

import com.penguinmails.mta.config.FeedbackConfig;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A sender with endless mail, on a clock of its own, that follows a learned rate against a receiver. */
final class RateTrial {
    private static final int CONNECTIONS = 20;

    private record Answer(long at, long began, boolean taken) {}

    private final LearnedRate rate = new LearnedRate(FeedbackConfig.defaults(), 0);
    private final PriorityQueue<Answer> answers = new PriorityQueue<>(Comparator.comparingLong(Answer::at));
    private LimitedReceiver receiver;
    private final long latency;
    private final int connections;
    private long now;
    private long taken;
    private long deferred;

    RateTrial(LimitedReceiver receiver, Duration latency) {
        this(receiver, latency, CONNECTIONS);
    }

    /** @param connections so many messages are under way at once at most */
    RateTrial(LimitedReceiver receiver, Duration latency, int connections) {
        this.receiver = receiver;
        this.connections = connections;
        this.latency = latency.toNanos();
    }

    /** Goes on for so long, counting anew. */
    void run(Duration time) {
        long end = now + time.toNanos();
        taken = 0;
        deferred = 0;
        while (now < end) {
            while (answers.size() < connections && rate.releaseNanos(now) <= now) {
                rate.reserve();
                rate.begin(now);
                answers.add(new Answer(now + latency, now, receiver.takes(now + latency / 2)));
            }
            long release = answers.size() < connections ? rate.releaseNanos(now) : Long.MAX_VALUE;
            Answer next = answers.peek();
            now = Math.min(end, Math.min(release, next == null ? Long.MAX_VALUE : next.at()));
            while (!answers.isEmpty() && answers.peek().at() <= now) {
                answer(answers.remove());
            }
        }
    }

    double deferredShare() {
        return (double) deferred / (taken + deferred);
    }

    double takenPerSecond(Duration time) {
        return taken * 1e9 / time.toNanos();
    }

    long deferred() {
        return deferred;
    }

    long taken() {
        return taken;
    }

    /** Meets another receiver from now on. */
    void receiver(LimitedReceiver other) {
        receiver = other;
    }

    private void answer(Answer answer) {
        if (answer.taken()) {
            taken++;
            rate.taken(answer.began(), now);
        } else {
            deferred++;
            rate.refused(answer.began(), now, "450 4.7.1 too much mail");
        }
    }
}
