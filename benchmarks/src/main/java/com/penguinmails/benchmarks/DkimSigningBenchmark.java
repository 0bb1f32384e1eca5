package com.penguinmails.benchmarks;

import com.penguinmails.dkim.CryptoProviders;
import com.penguinmails.dkim.DkimKeyPair;
import com.penguinmails.dkim.DkimKeys;
import com.penguinmails.dkim.DkimSigner;
import com.penguinmails.dkim.SignatureOptions;
import com.penguinmails.dkim.SigningKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One DKIM signature over a mail of about 10 KiB, body hash included, in microseconds (RFC 6376, RFC 8463). {@code ByJdk} uses the
 * providers of the JDK; {@code ByChosen} what a node uses, which is the Amazon Corretto Crypto Provider where it loads.
 */
@Part("signing")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DkimSigningBenchmark {
    private static final int LINES = 128;

    private final byte[] message = message();
    private final DkimSigner rsaByJdk = signer(CryptoProviders.jdk(), keys -> keys.generateRsa(2048));
    private final DkimSigner rsaByChosen = signer(CryptoProviders.choose(), keys -> keys.generateRsa(2048));
    private final DkimSigner ed25519ByJdk = signer(CryptoProviders.jdk(), DkimKeys::generateEd25519);
    private final DkimSigner ed25519ByChosen = signer(CryptoProviders.choose(), DkimKeys::generateEd25519);

    @Benchmark
    @Subject(task = "RSA-2048", rival = "the JDK's provider")
    public byte[] rsa2048ByJdk() {
        return rsaByJdk.sign(message);
    }

    @Benchmark
    @Subject(task = "RSA-2048")
    public byte[] rsa2048ByChosen() {
        return rsaByChosen.sign(message);
    }

    @Benchmark
    @Subject(task = "Ed25519", rival = "the JDK's provider")
    public byte[] ed25519ByJdk() {
        return ed25519ByJdk.sign(message);
    }

    @Benchmark
    @Subject(task = "Ed25519")
    public byte[] ed25519ByChosen() {
        return ed25519ByChosen.sign(message);
    }

    private static DkimSigner signer(CryptoProviders crypto, Function<DkimKeys, DkimKeyPair> generator) {
        DkimKeyPair pair = generator.apply(new DkimKeys(crypto));
        return new DkimSigner(List.of(new SigningKey("sender.example", "bench", pair)), SignatureOptions.defaults(),
                crypto, InstantSource.fixed(Instant.EPOCH));
    }

    private static byte[] message() {
        String header = """
                From: Sender <news@sender.example>
                To: Recipient <recipient@receiver.example>
                Subject: A subject of common length for a newsletter
                Date: Thu, 1 Jan 1970 00:00:00 +0000
                Message-ID: <1@sender.example>
                MIME-Version: 1.0
                Content-Type: text/plain; charset=utf-8

                """;
        String body = ("x".repeat(78) + "\n").repeat(LINES);
        return (header + body).replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }
}
