package com.penguinmails.mta.outcome;

import static com.penguinmails.mta.outcome.BounceClassifierTest.reply;
import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.message.Reply;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OutcomePolicyTest {
    private final OutcomePolicy policy = new OutcomePolicy(new BounceClassifier());

    private static Situation at(Stage stage, boolean contentSent) {
        return new Situation(stage, "mx.example[192.0.2.1]", 1, contentSent);
    }

    private Verdict refused(Stage stage, String reply) {
        return policy.refused(at(stage, false), reply(reply));
    }

    @ParameterizedTest
    @EnumSource(names = {"GREETING", "HELO", "STARTTLS"})
    void beforeMailNothingBounces(Stage stage) {
        Verdict verdict = refused(stage, "554 5.7.1 go away");

        assertThat(verdict.outcome()).isInstanceOf(Outcome.Deferred.class);
        assertThat(verdict.outcome().status().code()).hasToString("4.7.1");
        assertThat(verdict.scope()).isEqualTo(FailureScope.HOST);
    }

    @ParameterizedTest
    @CsvSource({"MAIL, MESSAGE", "RCPT, RECIPIENT", "DATA, MESSAGE", "END_OF_DATA, MESSAGE"})
    void fromMailOnTheCodeDecides(Stage stage, FailureScope scope) {
        assertThat(refused(stage, "550 no").outcome()).isInstanceOf(Outcome.Bounced.class);
        assertThat(refused(stage, "451 no").outcome()).isInstanceOf(Outcome.Deferred.class);
        assertThat(refused(stage, "550 no").scope()).isEqualTo(scope);
        assertThat(refused(stage, "421 no").scope()).isEqualTo(FailureScope.SESSION);
        assertThat(refused(stage, "421 no").outcome().status().code()).hasToString("4.3.2");
    }

    @ParameterizedTest
    @CsvSource({"550 4.1.1 x, 5.1.1", "450 5.2.1 x, 4.2.1", "550 user unknown, 5.1.1", "552 over quota, 5.2.2",
            "550 x, 5.0.0",
            "550 5.0.0 user unknown, 5.1.1"})
    void theClassOfTheEnhancedCodeFollowsTheReplyCode(String reply, String code) {
        assertThat(refused(Stage.RCPT, reply).outcome().status().code()).hasToString(code);
    }

    @ParameterizedTest
    @CsvSource({"452 4.5.3 too many, true", "552 5.5.3 too many, true", "452 too many recipients, true",
            "452 4.2.2 full, false",
            "552 mailbox full, false"})
    void tooManyRecipientsIsNoRefusal(String reply, boolean expected) {
        Verdict verdict = refused(Stage.RCPT, reply);

        assertThat(verdict.outcome().status().code().toString().equals("4.5.3")).isEqualTo(expected);
        assertThat(verdict.scope()).isEqualTo(FailureScope.RECIPIENT);
    }

    @Test
    void silenceIsNeverABounceAndDoubtIsSaid() {
        for (Failure failure : List.of(new Failure.TimedOut(Duration.ofSeconds(3)), new Failure.ConnectionLost("reset"),
                new Failure.ProtocolError("nonsense"))) {
            Outcome sure = policy.failed(at(Stage.DATA, false), failure).outcome();
            Outcome doubtful = policy.failed(at(Stage.END_OF_DATA, true), failure).outcome();

            assertThat(sure).isInstanceOf(Outcome.Deferred.class);
            assertThat(sure.status().diagnostic()).doesNotContain("may have taken it");
            assertThat(doubtful).isInstanceOf(Outcome.Deferred.class);
            assertThat(doubtful.status().diagnostic()).endsWith("may have taken it");
        }
    }

    @Test
    void whatDnsSaysForGoodBounces() {
        var situation = Situation.at(Stage.RESOLVE, null);

        assertThat(policy.failed(situation, new Failure.NoSuchDomain("x.test")).outcome().status().code())
                .hasToString("5.1.2");
        assertThat(policy.failed(situation, new Failure.NullMx("x.test")).outcome().status().code())
                .hasToString("5.1.10");
        assertThat(policy.failed(situation, new Failure.LookupFailed("SERVFAIL")).outcome())
                .isInstanceOf(Outcome.Deferred.class);
    }

    @Test
    void aDeliveryIsOfClassTwoWhateverTheReceiverWrote() {
        assertThat(policy.delivered(at(Stage.END_OF_DATA, true), reply("250 5.0.0 ok")).status().code())
                .hasToString("2.0.0");
        assertThat(policy.delivered(at(Stage.END_OF_DATA, true), reply("250 2.6.0 ok")).status().code())
                .hasToString("2.6.0");
    }

    @Test
    void diagnosticsAreBounded() {
        var endless = new Reply(550, null, Collections.nCopies(100, "x\u202e".repeat(500)));

        DeliveryStatus status = policy.refused(at(Stage.RCPT, false), endless).outcome().status();

        assertThat(status.diagnostic()).hasSizeLessThanOrEqualTo(1000).doesNotContain("\u202e");
        assertThat(status.reply()).isNotNull();
        assertThat(String.join("", Objects.requireNonNull(status.reply()).lines())).hasSizeLessThanOrEqualTo(1000);
    }
}
