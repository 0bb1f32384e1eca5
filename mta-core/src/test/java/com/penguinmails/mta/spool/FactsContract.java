package com.penguinmails.mta.spool;

import static com.penguinmails.mta.spool.Commit.commit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.penguinmails.mta.event.DeliveryEvent;
import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.SpoolRef;
import com.penguinmails.mta.schedule.KeptFacts;
import com.penguinmails.mta.schedule.OpenRecipients;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every spool promises of what is kept by key. */
interface FactsContract extends SpoolContract {

    @Test
    default void lastValueOfEachKeyIsShownAtRestart() throws IOException {
        try (Spool spool = started()) {
            var _ = commit(spool, Samples.fact("a/1", "first"));
            var _ = commit(spool, Samples.fact("a/2", "stays"));
            var _ = commit(spool, Samples.fact("a/1", "last"));
            var _ = commit(spool, Samples.fact("b/1", "gone"));
            var _ = commit(spool, Samples.fact("b/1", ""));
        }
        for (int start = 0; start < 3; start++) {
            var recovered = new RecoveredMail();
            try (Spool spool = started(recovered, new RecordedEvents())) {
                assertThat(spool.health().accepting()).isTrue();
            }
            assertThat(recovered.kept()).isEqualTo(Map.of("a/1", "last", "a/2", "stays"));
        }
    }

    @Test
    default void factsAreShownBeforeTheFirstAcceptance() throws IOException {
        try (Spool spool = started()) {
            var _ = commit(spool, samples().message(1, 10));
            var _ = commit(spool, Samples.fact("a", "x"));
        }
        var order = new ArrayList<String>();
        try (Spool spool = newSpool(smallConfig(), new RecordedEvents())) {
            spool.recover(new OrderOfRecovery(order));
        }
        assertThat(order).containsExactly("fact a", "acceptance");
    }

    @Test
    default void reportsOfAFactArePublishedWithItAndAgainAtARestartThatMissesThem() throws IOException {
        DeliveryEvent report = samples().event(EventType.CANCELLED, Labels.ofTenant("acme"), null, 1);
        var events = new RecordedEvents();
        try (Spool spool = started(new RecoveredMail(), events)) {
            var _ = commit(spool, new SpoolEntry(List.of(),
                    List.of(Samples.fact("a", "x").records().getFirst(), new JournalRecord.Reported(report))));
        }
        assertThat(events.events()).hasSize(1);
        assertThat(events.events().getFirst().journalSequence()).isPositive();
        var later = new RecordedEvents();
        try (Spool spool = started(new RecoveredMail(), later)) {
            assertThat(spool.books().node().accepted()).isZero();
        }
        assertThat(later.events()).isEqualTo(events.events());
        var knowing = RecordedEvents.knowingUpTo(events.events().getFirst().journalSequence());
        try (Spool spool = started(new RecoveredMail(), knowing)) {
            assertThat(spool.books().node().accepted()).isZero();
        }
        assertThat(knowing.events()).isEmpty();
    }

    @Test
    default void factBeyondTheBoundsIsRefusedByName() throws IOException {
        assertThatThrownBy(() -> Samples.fact("k".repeat(201), "x")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 200 characters");
        assertThatThrownBy(() -> new JournalRecord.Kept("k", ByteBuffer.allocate(KeptFacts.MAX_VALUE + 1)))
                .hasMessageContaining("at most 65536 octets");
        String large = "x".repeat(KeptFacts.MAX_VALUE);
        try (Spool spool = started()) {
            for (int i = 0; i < 1024; i++) {
                var _ = commit(spool, Samples.fact("k" + i, large));
            }
            SpoolEntry more = Samples.fact("more", "x");
            assertThatThrownBy(() -> spool.offer(more, new Commit())).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("at most 100000 facts of 64 MiB");
            var _ = commit(spool, Samples.fact("k7", ""));
            var _ = commit(spool, more);
        }
    }

    /** Notes what is shown in which order. */
    record OrderOfRecovery(List<String> order) implements Spool.RecoveryListener {
        @Override
        public void progress(long scannedBytes, long totalBytes) {}

        @Override
        public void acceptance(long sequence, SpoolRef place,
                JournalRecord.Acceptance record, OpenRecipients open) {
            order.add("acceptance");
        }

        @Override
        public void remembered(IdempotencyEntry entry) {
            order.add("remembered");
        }

        @Override
        public void kept(String key, ByteBuffer value) {
            order.add("fact " + key);
        }
    }
}
