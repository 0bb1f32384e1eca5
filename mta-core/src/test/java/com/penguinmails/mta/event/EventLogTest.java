package com.penguinmails.mta.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.penguinmails.mta.config.ByteSize;
import com.penguinmails.mta.config.EventsConfig;
import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.MessageId;
import com.penguinmails.mta.spool.ChronicleEventStore;
import com.penguinmails.mta.time.Clock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {
    private static final EventsConfig CONFIG = new EventsConfig(Duration.ofDays(1), ByteSize.ofMiB(64));

    @TempDir
    Path directory;
    private final SettableClock clock = new SettableClock();

    @Test
    void whatWasFlushedIsReadInOrderFromAnyCursor() throws Exception {
        try (ChronicleEventStore store = store(); EventLog log = log(store)) {
            List<DeliveryEvent> events = publish(log, 50);

            assertThat(log.after(EventCursor.start(), 1000)).extracting(LoggedEvent::event).isEqualTo(events);
            EventCursor tenth = log.after(EventCursor.start(), 10).getLast().cursor();
            assertThat(log.after(tenth, 5)).extracting(LoggedEvent::event).isEqualTo(events.subList(10, 15));
            assertThat(log.after(log.last(), 5)).isEmpty();
        }
    }

    @Test
    void whatIsNotFlushedIsNotShown() throws Exception {
        try (ChronicleEventStore store = store(); EventLog log = log(store)) {
            log.publish(event(1, EventType.ACCEPTED));

            assertThat(log.after(EventCursor.start(), 10)).isEmpty();
            assertThat(log.ofMessage(id(1))).isEmpty();

            log.flush();
            assertThat(log.after(EventCursor.start(), 10)).hasSize(1);
        }
    }

    @Test
    void theEventsOfOneMessageAreFoundInOrder() throws Exception {
        try (ChronicleEventStore store = store(); EventLog log = log(store)) {
            log.publish(event(1, EventType.ACCEPTED));
            log.publish(event(2, EventType.ACCEPTED));
            log.publish(event(1, EventType.DEFERRED));
            log.publish(event(1, EventType.DELIVERED));
            log.flush();

            assertThat(log.ofMessage(id(1))).extracting(e -> e.event().type()).containsExactly(EventType.ACCEPTED,
                    EventType.DEFERRED, EventType.DELIVERED);
            assertThat(log.ofMessage(id(3))).isEmpty();
        }
    }

    @Test
    void aRestartKeepsEventsIndexAndJournalSequence() throws Exception {
        EventCursor seen;
        try (ChronicleEventStore store = store(); EventLog log = log(store)) {
            var _ = publish(log, 20);
            seen = log.last();
        }
        try (ChronicleEventStore store = store(); EventLog log = log(store)) {
            assertThat(log.last()).isEqualTo(seen);
            assertThat(log.lastJournalSequence()).isEqualTo(20);
            assertThat(log.endsWith(EventType.ACCEPTED)).isTrue();
            assertThat(log.endsWith(EventType.SCHEDULED)).isFalse();
            assertThat(log.ofMessage(id(7))).hasSize(1);

            log.publish(event(21, EventType.ACCEPTED));
            log.flush();
            assertThat(log.after(seen, 10)).extracting(e -> e.event().journalSequence()).containsExactly(21L);
        }
    }

    @Test
    void aReaderThatWaitsIsWoken() throws Exception {
        try (ChronicleEventStore store = store();
                EventLog log = log(store);
                var reader = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> woken = reader.submit(() -> log.await(EventCursor.start(), Duration.ofSeconds(30)));
            log.publish(event(1, EventType.ACCEPTED));
            log.flush();

            assertThat(woken.get(30, TimeUnit.SECONDS)).isTrue();
            assertThat(log.await(log.last(), Duration.ofMillis(10))).isFalse();
        }
    }

    @Test
    void anEventOfAnySizeIsLoggedWithItsEndsClipped() throws Exception {
        try (ChronicleEventStore store = store(); EventLog log = log(store)) {
            var detail = new EventDetail("5.0.0", "x".repeat(100_000), "host", null, "site", "other", 0);
            log.publish(new DeliveryEvent(EventType.BOUNCED, 1, 1, Labels.ofTenant("t"), id(1), null, "a@b.test", 1, 1,
                    detail));
            log.flush();

            EventDetail read = log.after(EventCursor.start(), 1).getFirst().event().detail();
            assertThat(Objects.requireNonNull(read).diagnostic()).isEqualTo("x".repeat(1000));
        }
    }

    @Test
    void damagedOctetsAreRefusedAndNothingElse() {
        ByteBuffer octets = ByteBuffer.allocate(EventCodec.MAX_LENGTH);
        EventCodec.encode(event(1, EventType.BOUNCED), octets);
        byte[] whole = new byte[octets.flip().remaining()];
        octets.get(whole);
        var random = new SplittableRandom(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));
            var cut = ByteBuffer.wrap(damaged, 0, random.nextInt(damaged.length + 1));
            try {
                var _ = EventCodec.decode(cut);
            } catch (IllegalArgumentException expected) {
                assertThat(expected).hasMessageNotContaining("java.");
            }
        }
    }

    @Test
    void aCursorIsRefusedUnlessItIsOne() {
        assertThat(EventCursor.parse(new EventCursor(77).toString())).isEqualTo(new EventCursor(77));
        assertThatThrownBy(() -> EventCursor.parse("evt_xyz")).isInstanceOf(IllegalArgumentException.class);
    }

    private List<DeliveryEvent> publish(EventLog log, int count) {
        var events = new ArrayList<DeliveryEvent>();
        for (int i = 1; i <= count; i++) {
            events.add(event(i, EventType.ACCEPTED));
            log.publish(events.getLast());
        }
        log.flush();
        return events;
    }

    private static DeliveryEvent event(int number, EventType type) {
        var detail = new EventDetail("5.1.1", "550 5.1.1 No such user ü", "mx.test[127.0.0.1]", "a", "mx.test",
                "bad_mailbox", 9);
        return new DeliveryEvent(type, 1000 + number, number, new Labels("tenant", "campaign", "tag"), id(number),
                new JobId(1, number), "user" + number + "@d.test", 1, 2, type == EventType.ACCEPTED ? null : detail);
    }

    private static MessageId id(int number) {
        return new MessageId(0x0123_4567_89ab_7000L, number);
    }

    private ChronicleEventStore store() throws IOException {
        return new ChronicleEventStore(directory.resolve("log"), ByteSize.ofMiB(4));
    }

    private EventLog log(EventStore store) throws IOException {
        return new EventLog(store, directory.resolve("index"), CONFIG, clock);
    }

    private static final class SettableClock implements Clock {
        private long millis = 1_000_000;

        @Override
        public long millis() {
            return millis;
        }

        @Override
        public long nanoTime() {
            return millis * 1_000_000;
        }
    }
}
