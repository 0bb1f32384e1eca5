package com.penguinmails.benchmarks;

import com.penguinmails.mta.config.Rate;
import com.penguinmails.mta.shape.TokenBucket;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One token asked for, put aside and taken, from a bucket that has some; a rate of 1,000,000/s and a clock that goes on by 1 µs
 * each time. The rival is a semaphore of the JDK that is given one permit each time and knows no time.
 */
@Part("tokens")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, timeUnit = TimeUnit.MILLISECONDS, time = 500)
@Fork(1)
public class TokenBucketPart {
    private static final String TASK = "take a token";
    private static final long STEP_NANOS = 1_000;
    private static final int PERMITS = 100_000;

    private final TokenBucket bucket = new TokenBucket(new Rate(1_000_000, Duration.ofSeconds(1)), 0);
    private final Semaphore semaphore = new Semaphore(PERMITS);
    private long now;

    @Benchmark
    @Subject(task = TASK)
    public boolean bucket() {
        now += STEP_NANOS;
        boolean open = bucket.available(now) > 0;
        if (open) {
            bucket.reserve();
            bucket.take(now);
        }
        return open;
    }

    @Benchmark
    @Subject(task = TASK, rival = "java.util.concurrent.Semaphore")
    public boolean semaphore() {
        semaphore.release();
        return semaphore.tryAcquire();
    }
}
