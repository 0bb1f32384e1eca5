package com.penguinmails.mta.accept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.penguinmails.mta.accept.IdempotencyClaim.Fresh;
import com.penguinmails.mta.accept.IdempotencyClaim.InFlight;
import com.penguinmails.mta.accept.IdempotencyClaim.Mismatch;
import com.penguinmails.mta.accept.IdempotencyClaim.Replay;
import com.penguinmails.mta.spool.IdempotencyEntry;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class IdempotencyLedgerTest {
    private final ManualClock clock = new ManualClock("2026-11-23T06:00:00Z");
    private final IdempotencyLedger ledger = new IdempotencyLedger(clock, 3);

    @Test
    void aKeyIsHeldThenAnsweredThenFreeAgainWhenItExpires() {
        IdempotencyKey key = key("a");
        assertThat(ledger.begin(key, 1)).isInstanceOf(Fresh.class);
        assertThat(ledger.begin(key, 1)).isInstanceOf(InFlight.class);
        assertThat(ledger.begin(key, 2)).isInstanceOf(Mismatch.class);
        IdempotencyEntry entry = entry(key, 1);
        ledger.complete(entry);
        assertThat(ledger.begin(key, 1)).isEqualTo(new Replay(entry));
        assertThat(ledger.begin(key, 2)).isInstanceOf(Mismatch.class);
        clock.advance(Duration.ofHours(1));
        assertThat(ledger.begin(key, 2)).isInstanceOf(Fresh.class);
    }

    @Test
    void anAbandonedKeyIsFreeAtOnce() {
        assertThat(ledger.begin(key("a"), 1)).isInstanceOf(Fresh.class);
        ledger.abandon(key("a"));
        assertThat(ledger.begin(key("a"), 2)).isInstanceOf(Fresh.class);
    }

    @Test
    void theOldestAnswersGoFirstWhenThereAreTooMany() {
        for (String name : new String[]{"a", "b", "c", "d"}) {
            ledger.restore(entry(key(name), 1));
        }
        assertThat(ledger.size()).isEqualTo(3);
        assertThat(ledger.begin(key("a"), 1)).isInstanceOf(Fresh.class);
        assertThat(ledger.begin(key("b"), 1)).isInstanceOf(Replay.class);
    }

    @Test
    void longAnswersTakeThePlaceOfMoreEntries() {
        ledger.restore(entry(key("a"), 1));
        ledger.restore(key("b").entry(1, 200, "x".repeat(1000), clock.millis() + 1000));
        ledger.restore(key("c").entry(1, 200, "x".repeat(1000), clock.millis() + 1000));
        assertThat(ledger.size()).isEqualTo(1);
        assertThat(ledger.begin(key("c"), 1)).isInstanceOf(Replay.class);
    }

    @Test
    void expiredAnswersAreSweptAsNewOnesCome() {
        ledger.restore(entry(key("a"), 1));
        ledger.restore(entry(key("b"), 1));
        clock.advance(Duration.ofHours(2));
        ledger.restore(entry(key("c"), 1));
        assertThat(ledger.size()).isEqualTo(1);
    }

    @Test
    void oneOfManyThreadsHoldsTheKey() throws InterruptedException {
        var fresh = new AtomicInteger();
        var go = new CountDownLatch(1);
        Thread[] threads = new Thread[8];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = Thread.ofPlatform().start(() -> {
                await(go);
                if (ledger.begin(key("a"), 1) instanceof Fresh) {
                    fresh.incrementAndGet();
                }
            });
        }
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(fresh).hasValue(1);
    }

    @Test
    void tenantsMethodsAndPathsDoNotMeetUnderOneKey() {
        assertThat(IdempotencyKey.of("t", "POST", "/v1/messages", "k"))
                .isEqualTo(IdempotencyKey.of("t", "POST", "/v1/messages", "k"))
                .isNotEqualTo(IdempotencyKey.of("u", "POST", "/v1/messages", "k"))
                .isNotEqualTo(IdempotencyKey.of("t", "SMTP", "", "k"))
                .isNotEqualTo(IdempotencyKey.of("t", "POST", "/v1/messages", "l"));
        assertThatThrownBy(() -> IdempotencyKey.of("t", "SMTP", "", "x".repeat(256))).hasMessageContaining("1 to 255");
        assertThatThrownBy(() -> IdempotencyKey.of("t", "SMTP", "", "a\u00e9")).hasMessageContaining("printable");
    }

    private static IdempotencyKey key(String name) {
        return IdempotencyKey.of("tenant", "SMTP", "", name);
    }

    private IdempotencyEntry entry(IdempotencyKey key, long fingerprint) {
        return key.entry(fingerprint, 200, "answer", clock.millis() + Duration.ofHours(1).toMillis());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
