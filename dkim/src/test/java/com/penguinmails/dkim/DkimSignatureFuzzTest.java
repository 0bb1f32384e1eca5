package com.penguinmails.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Whatever a message says of its signatures: each is read within its bounds or refused with a reason, and none of them passes. */
final class DkimSignatureFuzzTest {
    private static final String KEY = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

    private final DkimVerifier verifier = new DkimVerifier(
            _ -> CompletableFuture.completedStage(new KeyAnswer.Found(List.of(KEY))), CryptoProviders.jdk(),
            InstantSource.fixed(Instant.ofEpochSecond(1_700_000_000)));

    @FuzzTest(maxDuration = "1m")
    void signaturesAreReadWithinTheirBoundsOrRefusedWithAReason(byte[] message) {
        Verification verification = verifier.verify(message).toCompletableFuture().join();
        assertThat(verification.passed()).isFalse();
        switch (verification) {
            case Verification.Unreadable(String reason) -> assertThat(reason).startsWith("header: ");
            case Verification.Checked(List<SignatureResult> results) -> {
                assertThat(results).hasSameSizeAs(MessageHeaders.parse(message).named("dkim-signature"));
                results.forEach(DkimSignatureFuzzTest::assertWithinBounds);
            }
        }
    }

    private static void assertWithinBounds(SignatureResult result) {
        DkimSignature signature = result.signature();
        if (signature == null) {
            assertThat(result.verdict()).isInstanceOf(Verdict.PermError.class);
            return;
        }
        assertThat(signature.signedFields()).contains("from");
        assertThat(signature.recordName().length()).isLessThanOrEqualTo(253);
        assertThat(signature.domain()).isNotEmpty().isLowerCase();
        assertThat(("." + signature.identityDomain()).endsWith("." + signature.domain())).isTrue();
        assertThat(signature.bodyLength().orElse(0)).isNotNegative();
        assertThat(signature.bodyHash()).hasSize(44);
    }
}
