package com.penguinmails.mta.connect;

import static com.penguinmails.mta.connect.Deliveries.brief;
import static com.penguinmails.mta.connect.Deliveries.mail;
import static com.penguinmails.mta.connect.Deliveries.payload;
import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.deliver.Delivery;
import com.penguinmails.mta.message.Envelope;
import com.penguinmails.mta.message.ReversePath;
import com.penguinmails.mta.outcome.Outcome;
import com.penguinmails.mta.outcome.Stage;
import com.penguinmails.testkit.net.DelayingRelay;
import com.penguinmails.testkit.smtp.Capability;
import com.penguinmails.testkit.smtp.ReceivedMessage;
import com.penguinmails.testkit.smtp.ScriptedReceiver;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages that are sent before the last is answered: what befalls one touches no other, and each has one outcome. */
class SeveralInFlightTest {
    private static final Duration ONE_WAY = Duration.ofMillis(15);
    /** So many are taken before anything happens that several are in flight. */
    private static final int BEFORE = 12;

    /** What lets messages follow each other. */
    enum Way {
        CHUNKING,
        PIPELINING,
        CHUNKING_AND_TLS;

        ScriptedReceiver receiver(String... rules) {
            var builder = ScriptedReceiver.builder().rules(rules);
            return switch (this) {
                case CHUNKING -> builder.without(Capability.STARTTLS).start();
                case PIPELINING -> builder.without(Capability.STARTTLS, Capability.CHUNKING).start();
                case CHUNKING_AND_TLS -> builder.start();
            };
        }
    }

    private static SendingClient.Sent send(ScriptedReceiver receiver, SendingClient client, List<Delivery> mails) {
        try (var relay = DelayingRelay.start(receiver.address(), ONE_WAY)) {
            return client.send(relay.address().getPort(), mails.toArray(Delivery[]::new));
        }
    }

    private static SendingClient.Sent send(ScriptedReceiver receiver, List<Delivery> mails) {
        try (var client = new SendingClient()) {
            return send(receiver, client, mails);
        }
    }

    /** Messages to one recipient each, some before and some behind those of interest. */
    private static List<Delivery> around(String... recipients) {
        List<Delivery> mails = new ArrayList<>();
        IntStream.range(0, BEFORE).mapToObj(i -> mail("before" + i + "@example.org")).forEach(mails::add);
        for (String recipient : recipients) {
            mails.add(mail(recipient));
        }
        IntStream.range(0, BEFORE).mapToObj(i -> mail("behind" + i + "@example.org")).forEach(mails::add);
        return mails;
    }

    private static List<String> taken(ScriptedReceiver receiver) {
        return receiver.messages().stream().flatMap(message -> message.recipientAddresses().stream()).toList();
    }

    /** The recipients of those deliveries that were told to be delivered. */
    private static Set<String> delivered(List<Delivery> mails, SendingClient.Sent sent) {
        return IntStream.range(0, sent.allOutcomes().size())
                .filter(i -> sent.allOutcomes().get(i).getFirst() instanceof Outcome.Delivered)
                .mapToObj(i -> mails.get(i).recipients().getFirst().forwardPath().toString())
                .collect(Collectors.toSet());
    }

    private static String briefly(SendingClient.Sent sent, int index) {
        return brief(sent.allOutcomes().get(index).getFirst());
    }

    @Test
    void withChunkingManyAreInFlight() {
        List<Delivery> mails = IntStream.range(0, 60).mapToObj(i -> mail("r" + i + "@example.org")).toList();
        try (var receiver = Way.CHUNKING.receiver()) {
            var sent = send(receiver, mails);

            assertThat(sent.mostOpen()).as("messages in flight").isBetween(4, 20);
            assertThat(taken(receiver)).containsExactlyElementsOf(
                    mails.stream().map(mail -> mail.recipients().getFirst().forwardPath().toString()).toList());
            assertThat(sent.allOutcomes()).hasSize(60).allMatch(o -> o.getFirst() instanceof Outcome.Delivered);
            assertThat(receiver.stats().pipeliningViolations()).isZero();
        }
    }

    @Test
    void behindALoneDotThereIsOne() {
        List<Delivery> mails = around();
        try (var receiver = Way.PIPELINING.receiver()) {
            var sent = send(receiver, mails);

            assertThat(sent.mostOpen()).as("messages in flight").isEqualTo(2);
            assertThat(sent.allOutcomes()).hasSize(mails.size())
                    .allMatch(o -> o.getFirst() instanceof Outcome.Delivered);
            assertThat(taken(receiver)).hasSize(mails.size()).doesNotHaveDuplicates();
            assertThat(receiver.stats().pipeliningViolations()).isZero();
        }
    }

    @Test
    void withoutPipeliningThereIsOneAtATime() {
        try (var receiver = ScriptedReceiver.builder().without(Capability.STARTTLS, Capability.PIPELINING).start()) {
            var sent = send(receiver, around());

            assertThat(sent.mostOpen()).isEqualTo(1);
            assertThat(receiver.stats().pipeliningViolations()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusalsTouchNoNeighbour(Way way) {
        List<Delivery> mails = around("r550-5.1.1@example.org", "spam@example.org", "good@example.org",
                "r452-4.2.2@example.org", "d452-4.3.1@example.org");
        mails.add(mail("r550-5.1.1@example.org", "beside@example.org", "r452-4.2.2@example.org"));
        try (var receiver = way.receiver()) {
            var sent = send(receiver, mails);

            assertThat(IntStream.range(BEFORE, BEFORE + 5).mapToObj(i -> briefly(sent, i))).containsExactly(
                    "bounced 5.1.1", "bounced 5.7.1", "delivered 2.0.0", "deferred 4.2.2", "deferred 4.3.1");
            assertThat(brief(sent.allOutcomes().getLast())).containsExactly("bounced 5.1.1", "delivered 2.0.0",
                    "deferred 4.2.2");
            assertThat(delivered(mails, sent)).hasSize(2 * BEFORE + 1);
            assertThat(taken(receiver)).hasSize(2 * BEFORE + 2).doesNotHaveDuplicates().contains("beside@example.org");
        }
    }

    @ParameterizedTest
    @EnumSource
    void recipientsRefusedInEveryMessageTouchNoNeighbour(Way way) {
        List<Delivery> mails = IntStream.range(0, 30).mapToObj(i -> i % 3 == 2
                ? mail("r550-5.1.1." + i + "@example.org")
                : mail("r550-5.1.1." + i + "@example.org", "good" + i + "@example.org")).toList();
        try (var receiver = way.receiver()) {
            var sent = send(receiver, mails);

            for (int i = 0; i < 30; i++) {
                assertThat(brief(sent.allOutcomes().get(i))).isEqualTo(i % 3 == 2
                        ? List.of("bounced 5.1.1")
                        : List.of("bounced 5.1.1", "delivered 2.0.0"));
            }
            assertThat(taken(receiver)).hasSize(20).doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRefusedSenderTouchesNoNeighbour(Way way) {
        List<Delivery> mails = around();
        mails.add(BEFORE, mail(Envelope.of(ReversePath.parse("bad@example.com")), payload(Deliveries.CONTENT),
                "x@example.org", "y@example.org"));
        try (var receiver = way.receiver("mail from=bad@example.com -> 550 5.7.1 not you")) {
            var sent = send(receiver, mails);

            assertThat(brief(sent.allOutcomes().get(BEFORE))).containsExactly("bounced 5.7.1", "bounced 5.7.1");
            assertThat(delivered(mails, sent)).hasSize(2 * BEFORE);
            assertThat(taken(receiver)).hasSize(2 * BEFORE).doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a421HitsTheOneThatIsAnsweredAndReturnsTheRest(Way way) {
        List<Delivery> mails = around("stop@example.org");
        try (var receiver = way.receiver("end-of-data to=stop@example.org -> 421 4.3.2 enough")) {
            var sent = send(receiver, mails);

            assertThat(briefly(sent, BEFORE)).isEqualTo("deferred 4.3.2");
            assertEndedAt(BEFORE, mails, sent);
            assertThat(taken(receiver)).hasSize(BEFORE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLostConnectionReturnsEachUnansweredOnce(Way way) {
        for (String local : List.of("drop", "lost")) {
            List<Delivery> mails = around(local + "@example.org");
            try (var receiver = way.receiver()) {
                var sent = send(receiver, mails);

                // Answers that are under way when a connection breaks may break with it.
                int ended = delivered(mails, sent).size();
                assertThat(ended).isLessThanOrEqualTo(BEFORE);
                Outcome first = sent.allOutcomes().get(ended).getFirst();
                assertThat(brief(first)).isEqualTo("deferred 4.4.2");
                assertThat(first.status().stage()).isNotEqualTo(Stage.CONNECT);
                assertEndedAt(ended, mails, sent);
                assertThat(taken(receiver)).hasSize(local.equals("drop") ? BEFORE : BEFORE + 1)
                        .doesNotHaveDuplicates();
            }
        }
    }

    /** All before are delivered; of those behind nothing was heard. The listener's contract was held, so each has one outcome. */
    private static void assertEndedAt(int index, List<Delivery> mails, SendingClient.Sent sent) {
        assertThat(delivered(mails, sent)).isEqualTo(mails.subList(0, index).stream()
                .map(mail -> mail.recipients().getFirst().forwardPath().toString()).collect(Collectors.toSet()));
        for (List<Outcome> behind : sent.allOutcomes().subList(index + 1, sent.allOutcomes().size())) {
            assertThat(brief(behind.getFirst())).isEqualTo("deferred 4.4.2");
            assertThat(behind.getFirst().status().stage()).isEqualTo(Stage.CONNECT);
            assertThat(behind.getFirst().status().reply()).isNull();
        }
    }

    @Test
    void aReceiverThatBreaksUnderSeveralGetsOneAtATime() {
        List<Delivery> mails = around("drop@example.org");
        try (var receiver = Way.CHUNKING.receiver(); var client = new SendingClient()) {
            assertThat(send(receiver, client, mails).mostOpen()).isGreaterThan(1);

            var second = send(receiver, client, mails.subList(0, BEFORE));
            assertThat(second.mostOpen()).isEqualTo(1);
            assertThat(second.allOutcomes()).hasSize(BEFORE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReceiverThatAnswersTwiceIsNotBelieved(Way way) {
        for (String stage : List.of("mail", "rcpt", "end-of-data")) {
            // Shifted by one, the consent to the recipient would be read as that to the message, which is refused.
            List<Delivery> mails = around("twice@example.org", "spam@example.org", "d451-4.7.1@example.org");
            try (var receiver = way.receiver(stage + " from=twice@example.com -> twice")) {
                mails.set(BEFORE, mail(Envelope.of(ReversePath.parse("twice@example.com")),
                        payload(Deliveries.CONTENT), "twice@example.org"));
                var sent = send(receiver, mails);

                assertThat(Set.copyOf(taken(receiver))).as(stage).containsAll(delivered(mails, sent));
                assertThat(sent.allOutcomes().stream().flatMap(List::stream)).as(stage)
                        .noneMatch(Outcome.Bounced.class::isInstance);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRefusalThatNobodyAskedForHitsNoMessage(Way way) {
        List<Delivery> mails = around("taken@example.org");
        try (var receiver = way.receiver("end-of-data to=taken@example.org -> unsolicited 550 5.7.1 no")) {
            var sent = send(receiver, mails);

            assertThat(sent.allOutcomes().stream().flatMap(List::stream)).noneMatch(Outcome.Bounced.class::isInstance);
            assertThat(Set.copyOf(taken(receiver))).containsAll(delivered(mails, sent));
        }
    }

    /** What was asked for next is taken for refused, and what comes behind shows that it was not. */
    @ParameterizedTest
    @EnumSource
    void aRefusalTooManyAmongTheRepliesBouncesNobody(Way way) {
        for (String stage : List.of("rset", "mail")) {
            List<Delivery> mails = around();
            mails.add(BEFORE, mail(Envelope.of(ReversePath.parse("shifted@example.com")), payload(Deliveries.CONTENT),
                    "shifted@example.org"));
            String rule = stage.equals("rset") ? "rset after-messages=" + BEFORE : "mail from=shifted@example.com";
            try (var receiver = way.receiver(rule + " -> unsolicited 550 5.7.1 no")) {
                var sent = send(receiver, mails);

                assertThat(briefly(sent, BEFORE)).as(stage).isEqualTo("deferred 4.5.0");
                assertEndedAt(BEFORE, mails, sent);
            }
        }
    }

    @Test
    void anUnknownConsentIsNotBelieved() {
        List<Delivery> mails = around("odd@example.org");
        try (var receiver = Way.CHUNKING.receiver("end-of-data to=odd@example.org -> 250 nobody asked")) {
            var sent = send(receiver, mails);

            assertThat(briefly(sent, BEFORE)).isEqualTo("deferred 4.5.0");
            assertEndedAt(BEFORE, mails, sent);
        }
    }

    @Test
    void aReplyOutOfTurnEndsTheSession() {
        List<Delivery> mails = around("early@example.org");
        try (var receiver = Way.CHUNKING.receiver(
                "end-of-data to=early@example.org -> unsolicited 250 2.0.0 Accepted")) {
            var sent = send(receiver, mails);

            assertThat(Set.copyOf(taken(receiver))).containsAll(delivered(mails, sent));
            assertThat(sent.allOutcomes().stream().flatMap(List::stream)).anyMatch(
                    outcome -> outcome.status().diagnostic().contains("protocol error"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLateAnswerLosesNothing(Way way) {
        List<Delivery> mails = around("late@example.org");
        try (var receiver = way.receiver("end-of-data to=late@example.org -> delay 300ms")) {
            var sent = send(receiver, mails);

            assertThat(delivered(mails, sent)).hasSize(mails.size());
            assertThat(taken(receiver)).hasSize(mails.size()).doesNotHaveDuplicates();
        }
    }

    @Test
    void chunkingThatIsRefusedInTheMidstEndsTheSession() {
        List<Delivery> mails = around("refused@example.org");
        try (var receiver = Way.CHUNKING.receiver("bdat to=refused@example.org -> 502 5.5.1 no such command");
                var client = new SendingClient()) {
            var sent = send(receiver, client, mails);

            assertThat(briefly(sent, BEFORE)).isEqualTo("deferred 4.5.0");
            assertEndedAt(BEFORE, mails, sent);
            assertThat(send(receiver, client, List.of(mail("again@example.org"))).outcome())
                    .isInstanceOf(Outcome.Delivered.class);
            assertThat(receiver.messages().getLast().lineEndings().chunked()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void contentsArriveAsTheyAre(Way way) {
        List<String> contents = List.of("", "\r\n", "Subject: x\r\n\r\n", ".\r\n", "..\r\n.\r\n\r\n.\r\n".repeat(50),
                "Subject: \u00e4\r\n\r\n\u00fc\u00ff\r\n", "x\r\n".repeat(100_000),
                "a\r\n.\r\nRSET\r\nMAIL FROM:<a@b.example>\r\n",
                "y".repeat(900) + "\r\n");
        List<Delivery> mails = new ArrayList<>(around());
        for (String content : contents) {
            mails.add(mail(payload(content), "c" + mails.size() + "@example.org"));
            mails.add(mail("between@example.org"));
        }
        try (var receiver = way.receiver()) {
            var sent = send(receiver, mails);

            assertThat(sent.allOutcomes()).hasSize(mails.size())
                    .allMatch(o -> o.getFirst() instanceof Outcome.Delivered);
            List<ReceivedMessage> received = receiver.messages();
            for (int i = 0; i < contents.size(); i++) {
                assertThat(new String(received.get(2 * BEFORE + 2 * i).content(), StandardCharsets.ISO_8859_1))
                        .isEqualTo(contents.get(i));
            }
        }
    }
}
