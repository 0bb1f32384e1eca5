package com.penguinmails.dns;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Whatever comes from a name server under the query's identifier: it is passed over, no DNS message, a refusal, or an answer whose times
 * are within the cache's caps; under another identifier it is nobody's.
 */
final class DnsReplyFuzzTest {
    private static final int ID = 0x1234;
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATEST = NOW.plus(Duration.ofDays(1));
    private static final DomainName NAME = DomainName.of("a.test");
    private static final List<Question<?>> QUESTIONS = List.of(new Question<>(NAME, RecordType.A),
            new Question<>(NAME, RecordType.AAAA), new Question<>(NAME, RecordType.MX),
            new Question<>(NAME, RecordType.TXT), new Question<>(NAME, RecordType.TLSA),
            new Question<>(NAME, RecordType.PTR));

    private final ReplyReader reader = new ReplyReader(CacheSettings.defaults(), InstantSource.fixed(NOW));

    @FuzzTest(maxDuration = "1m")
    void aPacketIsPassedOverRefusedOrAnAnswerWithinItsBounds(byte[] packet) {
        for (Question<?> question : QUESTIONS) {
            byte[] own = packet.clone();
            if (own.length >= 2) {
                own[0] = ID >> 8;
                own[1] = ID & 0xff;
            }
            read(question, new QueryMessage(question, ID, 1232).match(own));
            if (own.length >= 2) {
                assertThat(new QueryMessage(question, ID + 1, 1232).match(own)).isEmpty();
            }
        }
    }

    private <T> void read(Question<T> question, Optional<Reply> matched) {
        if (matched.isEmpty() || !(matched.get() instanceof Reply.Received received)) {
            return;
        }
        Optional<String> refusal = reader.refusal(received.message());
        if (refusal.isPresent()) {
            assertThat(refusal.get()).isNotBlank();
            return;
        }
        switch (reader.read(question, received)) {
            case Step.Settled<T>(DnsAnswer<T> answer, Instant cacheUntil) -> {
                assertThat(cacheUntil).isBeforeOrEqualTo(LATEST);
                assertWithinBounds(answer);
            }
            case Step.Alias<T>(DomainName target, boolean _, Instant cacheUntil) -> {
                assertThat(target).isNotEqualTo(NAME);
                assertThat(cacheUntil).isBetween(NOW, LATEST);
            }
        }
    }

    private static void assertWithinBounds(DnsAnswer<?> answer) {
        switch (answer) {
            case DnsAnswer.Found<?>(List<?> records, Instant expiry, boolean _) -> {
                assertThat(records).isNotEmpty().doesNotContainNull();
                assertThat(expiry).isBetween(NOW, LATEST);
            }
            case DnsAnswer.NoData<?>(Instant expiry) -> assertThat(expiry).isBetween(NOW, LATEST);
            case DnsAnswer.NoSuchDomain<?>(Instant expiry) -> assertThat(expiry).isBetween(NOW, LATEST);
            case DnsAnswer.TemporaryFailure<?>(String reason) -> assertThat(reason).isNotBlank();
        }
    }
}
