package com.penguinmails.dkim;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Verifies the signatures of a message (RFC 6376 section 6), each by itself. By RFC 8301 a signature with rsa-sha1 or with an
 * RSA key under 1,024 bits is refused. A signature past its {@code x=} or not covering From is refused too.
 *
 * <p>Bounded: at most {@value #MAX_SIGNATURES} signatures are looked at, in headers within the limits of
 * {@link MessageHeaders}. A body is hashed on the calling thread, once for all signatures that agree on how; a key is looked
 * up only when the body hash is right. Immutable and safe for use by any number of threads.
 */
public final class DkimVerifier {

    /** How many signatures of a message are looked at, from the top. */
    public static final int MAX_SIGNATURES = 10;

    private final KeyLookup lookup;
    private final CryptoProviders crypto;
    private final InstantSource clock;

    /**
     * @param lookup finds the key records
     * @param clock tells whether a signature has expired
     */
    public DkimVerifier(KeyLookup lookup, CryptoProviders crypto, InstantSource clock) {
        this.lookup = lookup;
        this.crypto = crypto;
        this.clock = clock;
    }

    /**
     * Verifies a whole message.
     *
     * @param message header and body with CRLF line ends, without dot-stuffing; must not change until the answer is there
     * @return the answer, which comes when all keys have been looked up
     */
    public CompletionStage<Verification> verify(byte[] message) {
        MessageHeaders headers;
        try {
            headers = MessageHeaders.parse(message);
        } catch (InvalidMessageException cause) {
            return CompletableFuture.completedStage(new Verification.Unreadable(String.valueOf(cause.getMessage())));
        }
        SignedBody body = new SignedBody(message, headers.bodyOffset(), crypto);
        List<CompletableFuture<SignatureResult>> results = new ArrayList<>();
        for (HeaderField field : headers.named("dkim-signature")) {
            results.add(results.size() < MAX_SIGNATURES
                    ? verify(field, headers, body).toCompletableFuture()
                    : CompletableFuture.completedFuture(notLookedAt()));
        }
        return CompletableFuture.allOf(results.toArray(CompletableFuture[]::new))
                .thenApply(_ -> new Verification.Checked(results.stream().map(CompletableFuture::join).toList()));
    }

    private CompletionStage<SignatureResult> verify(HeaderField field, MessageHeaders headers, SignedBody body) {
        DkimSignature signature;
        try {
            signature = DkimSignature.parse(field);
        } catch (IllegalArgumentException cause) {
            return done(new SignatureResult(null, new Verdict.PermError(String.valueOf(cause.getMessage()))));
        }
        long now = clock.instant().getEpochSecond();
        if (signature.expiration().isPresent() && now > signature.expiration().getAsLong()) {
            return done(new SignatureResult(signature, new Verdict.PermError("signature has expired")));
        }
        SignedBody.Measured measured = body.measure(signature);
        if (measured.canonicalLength() < signature.bodyLength().orElse(0)) {
            return done(new SignatureResult(signature, new Verdict.Fail("body is shorter than l= says")));
        }
        if (!measured.hash().base64().equals(signature.bodyHash())) {
            return done(new SignatureResult(signature, new Verdict.Fail("body hash does not fit the body")));
        }
        boolean partly = measured.hash().octets() < measured.canonicalLength();
        SignatureCheck check = new SignatureCheck(field, signature, partly, headers, crypto);
        return lookUp(signature).thenApply(answer -> new SignatureResult(signature, check.judge(answer)));
    }

    private CompletionStage<KeyAnswer> lookUp(DkimSignature signature) {
        try {
            return lookup.lookUp(signature.recordName())
                    .exceptionally(cause -> new KeyAnswer.TemporaryFailure(cause.toString()));
        } catch (RuntimeException cause) {
            return CompletableFuture.completedStage(new KeyAnswer.TemporaryFailure(cause.toString()));
        }
    }

    private static CompletionStage<SignatureResult> done(SignatureResult result) {
        return CompletableFuture.completedStage(result);
    }

    private static SignatureResult notLookedAt() {
        return new SignatureResult(null, new Verdict.PermError(
                "not looked at: the message has more than " + MAX_SIGNATURES + " signatures"));
    }
}
