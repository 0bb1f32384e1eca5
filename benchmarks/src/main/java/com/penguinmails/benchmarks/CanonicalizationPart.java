package com.penguinmails.benchmarks;

import com.penguinmails.dkim.BodyHash;
import com.penguinmails.dkim.BodyHasher;
import com.penguinmails.dkim.Canonicalization;
import com.penguinmails.dkim.CryptoProviders;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
 * The hash of a canonical body of 100 KiB (RFC 6376 §3.4), by each provider, beside SHA-256 of the JDK over the body as it is, below
 * which no canonicalisation can come with that provider.
 */
@Part("canonicalization")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, timeUnit = TimeUnit.MILLISECONDS, time = 500)
@Fork(1)
public class CanonicalizationPart {
    private static final String RELAXED = "relaxed body, 100 KiB";
    private static final String SIMPLE = "simple body, 100 KiB";
    private static final String BARE = "the JDK's SHA-256 of the bare octets";
    private static final String BY_JDK = "ours with the JDK's provider";

    private final byte[] body = "Some words  with one wide space, to be made narrow, and some at the end. \r\n"
            .repeat(100 * 1024 / 75)
            .getBytes(StandardCharsets.US_ASCII);
    private final CryptoProviders chosen = CryptoProviders.choose();
    private final CryptoProviders jdk = CryptoProviders.jdk();

    @Benchmark
    @Subject(task = RELAXED)
    public BodyHash relaxed() {
        return BodyHasher.hash(Canonicalization.RELAXED, chosen, body, 0, body.length);
    }

    @Benchmark
    @Subject(task = RELAXED, rival = BY_JDK)
    public BodyHash relaxedByJdk() {
        return BodyHasher.hash(Canonicalization.RELAXED, jdk, body, 0, body.length);
    }

    @Benchmark
    @Subject(task = RELAXED, rival = BARE)
    public byte[] bareBesideRelaxed() throws NoSuchAlgorithmException {
        return MessageDigest.getInstance("SHA-256").digest(body);
    }

    @Benchmark
    @Subject(task = SIMPLE)
    public BodyHash simple() {
        return BodyHasher.hash(Canonicalization.SIMPLE, chosen, body, 0, body.length);
    }

    @Benchmark
    @Subject(task = SIMPLE, rival = BY_JDK)
    public BodyHash simpleByJdk() {
        return BodyHasher.hash(Canonicalization.SIMPLE, jdk, body, 0, body.length);
    }
}
