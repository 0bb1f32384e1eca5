package com.penguinmails.system.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.testkit.smtp.Keep;
import com.penguinmails.testkit.smtp.ScriptedReceiver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receivers that refuse above so many connections, or above so many messages in a time: after the time that five minutes are, the
 * node has fewer than 2 % deferred and sends more than 90 % of what the receiver allows. A receiver's minute is five seconds here,
 * so that five minutes are 25; with {@code -Dunscaled=true} one test takes a real minute and real five. The campaigns run side by
 * side, each from a node of its own, since nearly all of their time is waiting.
 */
class ReceiverLimitsTest {
    private static final Logger LOG = LoggerFactory.getLogger(ReceiverLimitsTest.class);
    private static final Duration UNIT = Duration.ofSeconds(5);
    private static final int LEARNING = 5;
    private static final int MEASURED = 3;
    private static final int MESSAGES = 250;
    private static final int CONNECTIONS = 5;
    private static final int SCRIPTED_MESSAGES = 300;

    @TempDir
    private static Path folder = Path.of("");
    private static final ExecutorService CAMPAIGNS = Executors.newVirtualThreadPerTaskExecutor();
    private static final Map<String, Future<Result>> RESULTS = new HashMap<>();

    /** @param deferredInAll since the campaign began */
    private record Result(LimitedCampaign.Span span, double allowedPerSecond, long deferredInAll) {
        boolean isWithin() {
            return span.deferredShare() < 0.02 && span.perSecond() > allowedPerSecond * 0.9;
        }
    }

    @BeforeAll
    static void startAll() throws InterruptedException {
        RESULTS.put("scripted", CAMPAIGNS.submit(ReceiverLimitsTest::scripted));
        if (PostfixReceiver.isThere()) {
            RESULTS.put("messages", CAMPAIGNS.submit(ReceiverLimitsTest::messages));
            RESULTS.put("connections", CAMPAIGNS.submit(ReceiverLimitsTest::connections));
        }
    }

    @AfterAll
    static void end() {
        CAMPAIGNS.shutdownNow();
        CAMPAIGNS.close();
    }

    @Test
    void postfixThatCountsMessages() throws Exception {
        PostfixReceiver.require();
        assertWithin(result("messages"));
    }

    @Test
    void postfixThatCountsConnections() throws Exception {
        PostfixReceiver.require();
        Result result = result("connections");
        assertWithin(result);
        assertThat(result.deferredInAll()).as("a refused connection is no deferral").isZero();
    }

    @Test
    void aScriptedReceiverThatCountsBoth() throws Exception {
        assertWithin(result("scripted"));
    }

    @Test
    void postfixThatCountsMessagesByTheRealMinute() throws Exception {
        Assumptions.assumeTrue(Boolean.getBoolean("unscaled"), "takes ten minutes; run it with -Dunscaled=true");
        PostfixReceiver.require();
        int limit = 1_200;
        try (var postfix = PostfixReceiver.startLimited("postfix.test", folder("minute").resolve("postfix"),
                "smtpd_client_message_rate_limit = %d\nsmtpd_client_connection_count_limit = 8\n".formatted(limit));
                var campaign = campaign("minute", Duration.ofMinutes(1), postfix.domain(), postfix.port(), 15_000)) {
            assertWithin(measure(campaign, Duration.ofMinutes(1), 5, limit / 61.0));
        }
    }

    private static Result messages() throws Exception {
        try (var postfix = PostfixReceiver.startLimited("postfix.test", folder("messages").resolve("postfix"), """
                smtpd_client_message_rate_limit = %d
                anvil_rate_time_unit = %ds
                """.formatted(MESSAGES, UNIT.toSeconds()));
                var campaign = campaign("messages", UNIT, postfix.domain(), postfix.port(), 4_000)) {
            // Its clock has whole seconds, and a window ends when more than its length has passed: 6 s.
            return measure(campaign, UNIT, MEASURED, MESSAGES / 6.0);
        }
    }

    private static Result connections() throws Exception {
        try (var postfix = PostfixReceiver.startLimited("postfix.test", folder("connections").resolve("postfix"), """
                smtpd_client_connection_count_limit = %d
                smtpd_data_restrictions = sleep 1
                """.formatted(CONNECTIONS));
                var campaign = campaign("connections", UNIT, postfix.domain(), postfix.port(), 1_000)) {
            // Each connection takes a message in a second.
            return measure(campaign, UNIT, MEASURED, CONNECTIONS);
        }
    }

    private static Result scripted() throws Exception {
        try (var receiver = ScriptedReceiver.builder().keep(new Keep.Counts()).start()) {
            receiver.run("connect connections-per-source=6 -> 421 4.7.0 Too many connections", "mail rate=%d/%ds -> "
                    .formatted(SCRIPTED_MESSAGES, UNIT.toSeconds()) + "421 4.7.28 Too many messages");
            try (var campaign = campaign("scripted", UNIT, "scripted.test", receiver.port(), 5_000)) {
                return measure(campaign, UNIT, MEASURED, (double) SCRIPTED_MESSAGES / UNIT.toSeconds());
            }
        }
    }

    /** After learning; a machine that stalls for a moment is measured once more. */
    private static Result measure(LimitedCampaign campaign, Duration unit, int units, double allowedPerSecond)
            throws Exception {
        Thread.sleep(unit.multipliedBy(LEARNING));
        LimitedCampaign.Span span = campaign.measure(unit.multipliedBy(units));
        var first = new Result(span, allowedPerSecond, campaign.deferred());
        if (first.isWithin()) {
            return first;
        }
        LOG.info("measured once more: {}", span.words(allowedPerSecond));
        LimitedCampaign.Span again = campaign.measure(unit.multipliedBy(units));
        return new Result(again, allowedPerSecond, campaign.deferred());
    }

    private static LimitedCampaign campaign(String name, Duration unit, String domain, int port, int recipients)
            throws Exception {
        return LimitedCampaign.start(folder(name), """
                [any_path]
                connections = 20
                [feedback]
                hold = "%ds"
                rate_window = "%ds"
                """.formatted(unit.toSeconds() * 3 / 5, unit.toSeconds()), domain, port, recipients);
    }

    private static Path folder(String name) throws Exception {
        // The parent is opened as well: Postfix works as other users.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        return Files.createDirectories(folder.resolve(name));
    }

    private static Result result(String name) throws Exception {
        return Objects.requireNonNull(RESULTS.get(name), name).get();
    }

    private static void assertWithin(Result result) {
        String figures = result.span().words(result.allowedPerSecond());
        LOG.info(figures);
        assertThat(result.span().deferredShare()).as(figures).isLessThan(0.02);
        assertThat(result.span().perSecond()).as(figures).isGreaterThan(result.allowedPerSecond() * 0.9);
    }
}
