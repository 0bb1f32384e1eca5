package com.penguinmails.system.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.testkit.smtp.Keep;
import com.penguinmails.testkit.smtp.ScriptedReceiver;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receivers that refuse above so many connections, or above so many messages in a time: after the time that five minutes are, the
 * node has fewer than 2 % deferred and sends more than 90 % of what the receiver allows. A receiver's minute is five seconds here,
 * so that five minutes are 25; with {@code -Dunscaled=true} one test takes a real minute and real five.
 */
class ReceiverLimitsTest {
    private static final Logger LOG = LoggerFactory.getLogger(ReceiverLimitsTest.class);
    private static final Duration UNIT = Duration.ofSeconds(5);
    private static final Duration LEARNING = UNIT.multipliedBy(5);
    private static final String FEEDBACK = """
            [any_path]
            connections = 20
            [feedback]
            hold = "%ds"
            rate_window = "%ds"
            """;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void postfixThatCountsMessages() throws Exception {
        PostfixReceiver.require();
        int limit = 250;
        try (var postfix = PostfixReceiver.startLimited("postfix.test", folder.resolve("postfix"), """
                smtpd_client_message_rate_limit = %d
                anvil_rate_time_unit = %ds
                """.formatted(limit, UNIT.toSeconds()));
                var campaign = campaign(UNIT, postfix, 3_000)) {
            Thread.sleep(LEARNING);
            LimitedCampaign.Span span = campaign.measure(UNIT.multipliedBy(3));
            // Its clock has whole seconds, and a window ends when more than its length has passed: 6 s.
            assertWithin(span, limit / 6.0);
        }
    }

    @Test
    void postfixThatCountsConnections() throws Exception {
        PostfixReceiver.require();
        int limit = 5;
        try (var postfix = PostfixReceiver.startLimited("postfix.test", folder.resolve("postfix"), """
                smtpd_client_connection_count_limit = %d
                smtpd_data_restrictions = sleep 1
                """.formatted(limit));
                var campaign = campaign(UNIT, postfix, 1_000)) {
            Thread.sleep(LEARNING);
            LimitedCampaign.Span span = campaign.measure(UNIT.multipliedBy(3));
            // Each connection takes a message in a second.
            assertWithin(span, limit);
            assertThat(campaign.deferred()).as("a refused connection is no deferral").isZero();
        }
    }

    @Test
    void aScriptedReceiverThatCountsBoth() throws Exception {
        int limit = 300;
        try (var receiver = ScriptedReceiver.builder().keep(new Keep.Counts()).start()) {
            receiver.run("connect connections-per-source=6 -> 421 4.7.0 Too many connections",
                    "mail rate=%d/%ds -> 421 4.7.28 Too many messages".formatted(limit, UNIT.toSeconds()));
            try (var campaign = LimitedCampaign.start(folder, FEEDBACK.formatted(3, UNIT.toSeconds()), "scripted.test",
                    receiver.port(), 4_000)) {
                Thread.sleep(LEARNING);
                double allowed = (double) limit / UNIT.toSeconds();
                LimitedCampaign.Span span = campaign.measure(UNIT.multipliedBy(3));
                // A machine that stalls for a moment is measured once more.
                assertWithin(span.perSecond() > allowed * 0.9 ? span : campaign.measure(UNIT.multipliedBy(3)), allowed);
            }
        }
    }

    @Test
    void postfixThatCountsMessagesByTheRealMinute() throws Exception {
        Assumptions.assumeTrue(Boolean.getBoolean("unscaled"), "takes ten minutes; run it with -Dunscaled=true");
        PostfixReceiver.require();
        int limit = 1_200;
        try (var postfix = PostfixReceiver.startLimited("postfix.test", folder.resolve("postfix"),
                "smtpd_client_message_rate_limit = %d\nsmtpd_client_connection_count_limit = 8\n".formatted(limit));
                var campaign = campaign(Duration.ofMinutes(1), postfix, 15_000)) {
            Thread.sleep(Duration.ofMinutes(5));
            assertWithin(campaign.measure(Duration.ofMinutes(5)), limit / 61.0);
        }
    }

    private LimitedCampaign campaign(Duration unit, PostfixReceiver postfix, int recipients) throws Exception {
        return LimitedCampaign.start(folder, FEEDBACK.formatted(unit.toSeconds() * 3 / 5, unit.toSeconds()),
                postfix.domain(), postfix.port(), recipients);
    }

    private static void assertWithin(LimitedCampaign.Span span, double allowedPerSecond) {
        String figures = span.words(allowedPerSecond);
        LOG.info(figures);
        assertThat(span.deferredShare()).as(figures).isLessThan(0.02);
        assertThat(span.perSecond()).as(figures).isGreaterThan(allowedPerSecond * 0.9);
    }
}
