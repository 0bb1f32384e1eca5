package com.penguinmails.mta.connect;

import static com.penguinmails.mta.connect.Deliveries.brief;
import static com.penguinmails.mta.connect.Deliveries.mail;
import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.connect.SendingClient.Sent;
import com.penguinmails.mta.deliver.Delivery;
import com.penguinmails.mta.outcome.FailureScope;
import com.penguinmails.mta.outcome.Outcome;
import com.penguinmails.mta.outcome.Stage;
import com.penguinmails.testkit.smtp.Capability;
import com.penguinmails.testkit.smtp.ScriptedReceiver;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A negative reply at each stage of a transaction, over each way of sending it. */
class ReceiverRefusesTest {

    enum Way {
        STEP_BY_STEP,
        PIPELINED,
        CHUNKED;

        Set<Capability> capabilities() {
            var set = EnumSet.of(Capability.EIGHT_BIT_MIME, Capability.ENHANCED_STATUS_CODES);
            if (this != STEP_BY_STEP) {
                set.add(Capability.PIPELINING);
            }
            if (this == CHUNKED) {
                set.add(Capability.CHUNKING);
            }
            return set;
        }
    }

    private static Sent send(Way way, String rule, Delivery... deliveries) {
        try (var receiver = ScriptedReceiver.builder().capabilities(way.capabilities()).rules(rule).start();
                var client = new SendingClient()) {
            return client.send(receiver.port(), deliveries);
        }
    }

    @ParameterizedTest
    @EnumSource
    void mailRefusedBouncesAllAndTheSessionGoesOn(Way way) {
        Sent sent = send(way, "mail first=1 -> 550 5.7.1 not you", mail("a@example.org", "b@example.org"),
                mail("c@example.org"));

        assertThat(sent.allOutcomes().stream().map(Deliveries::brief))
                .containsExactly(List.of("bounced 5.7.1", "bounced 5.7.1"), List.of("delivered 2.0.0"));
        assertThat(sent.scopes()).containsExactly(FailureScope.MESSAGE, FailureScope.RECIPIENT);
        assertThat(sent.allOutcomes().getFirst().getFirst().status().stage()).isEqualTo(Stage.MAIL);
    }

    @ParameterizedTest
    @EnumSource
    void acceptsOneRefusesOther(Way way) {
        Sent sent = send(way, "rcpt to=b@* -> 451 4.2.0 later",
                mail("a@example.org", "b@example.org", "bounce@example.org"), mail("d@example.org"));

        assertThat(brief(sent.allOutcomes().getFirst())).containsExactly("delivered 2.0.0", "deferred 4.2.0",
                "bounced 5.1.1");
        assertThat(brief(sent.allOutcomes().get(1))).containsExactly("delivered 2.0.0");
        assertThat(sent.scope()).isEqualTo(FailureScope.RECIPIENT);
    }

    @ParameterizedTest
    @EnumSource
    void refusesEveryRecipientAndTheSessionGoesOn(Way way) {
        Sent sent = send(way, "rcpt first=2 -> 550 5.1.1 no such user", mail("a@example.org", "b@example.org"),
                mail("c@example.org"));

        assertThat(sent.allOutcomes().stream().map(Deliveries::brief))
                .containsExactly(List.of("bounced 5.1.1", "bounced 5.1.1"), List.of("delivered 2.0.0"));
        assertThat(sent.scope()).isEqualTo(FailureScope.RECIPIENT);
    }

    @ParameterizedTest
    @EnumSource(names = {"STEP_BY_STEP", "PIPELINED"})
    void dataRefusedDefersAllAccepted(Way way) {
        Sent sent = send(way, "data first=1 -> 451 4.3.0 no room", mail("a@example.org", "bounce@example.org"),
                mail("c@example.org"));

        assertThat(sent.allOutcomes().stream().map(Deliveries::brief))
                .containsExactly(List.of("deferred 4.3.0", "bounced 5.1.1"), List.of("delivered 2.0.0"));
        assertThat(sent.scope()).isEqualTo(FailureScope.MESSAGE);
    }

    @ParameterizedTest
    @EnumSource
    void contentRefusedBouncesAllAccepted(Way way) {
        Sent sent = send(way, "end-of-data first=1 -> 554 5.7.1 spam",
                mail("a@example.org", "b@example.org", "bounce@example.org"),
                mail("c@example.org"));

        assertThat(sent.allOutcomes().stream().map(Deliveries::brief))
                .containsExactly(List.of("bounced 5.7.1", "bounced 5.7.1", "bounced 5.1.1"),
                        List.of("delivered 2.0.0"));
        assertThat(sent.scope()).isEqualTo(FailureScope.MESSAGE);
    }

    @ParameterizedTest
    @EnumSource
    void tooManyRecipientsDefersTheRestAsNoFaultOfTheirs(Way way) {
        try (var receiver = ScriptedReceiver.builder().capabilities(way.capabilities()).recipientsMax(2).start();
                var client = new SendingClient()) {
            Sent sent = client.send(receiver.port(),
                    mail("a@example.org", "b@example.org", "c@example.org", "d@example.org"));

            assertThat(brief(sent.outcomes()))
                    .containsExactly("delivered 2.0.0", "delivered 2.0.0", "deferred 4.5.3", "deferred 4.5.3");
            assertThat(sent.scope()).isEqualTo(FailureScope.RECIPIENT);
        }
    }

    @ParameterizedTest
    @EnumSource
    void says421InMidSession(Way way) {
        Sent sent = send(way, "rcpt to=b@* -> 421 4.7.0 slow down",
                mail("bounce@example.org", "a@example.org", "b@example.org", "c@example.org"),
                mail("never@example.org"));

        assertThat(brief(sent.outcomes()))
                .containsExactly("bounced 5.1.1", "deferred 4.7.0", "deferred 4.7.0", "deferred 4.7.0");
        assertThat(sent.scope()).isEqualTo(FailureScope.SESSION);
    }

    @Test
    void theReceiversWordsAreKept() {
        Outcome outcome = send(Way.PIPELINED, "rcpt -> 550 5.2.1 The account is disabled", mail("a@example.org"))
                .outcome();

        assertThat(outcome.status().diagnostic()).isEqualTo("550 5.2.1 The account is disabled");
        assertThat(outcome.status().remoteMta()).isEqualTo("127.0.0.1[127.0.0.1]");
        assertThat(outcome.status().stage()).isEqualTo(Stage.RCPT);
    }
}
