package com.penguinmails.mta.spool;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.event.DeliveryEvent;
import com.penguinmails.mta.event.EventSink;
import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.MessageId;
import com.penguinmails.mta.message.RecipientKey;
import com.penguinmails.mta.message.SpoolRef;
import com.penguinmails.mta.time.Randomness;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventFeedTest {
    private final FullDisk disk = new FullDisk();
    private final EventFeed feed = new EventFeed(disk);

    @Test
    void anOutcomeCarriesTheNumberOfItsJournalRecord() {
        publish(7);

        assertThat(disk.written).extracting(DeliveryEvent::journalSequence).containsExactly(7L);
    }

    @Test
    void whatADiskThatIsFullRefusesComesInOrderWhenThereIsRoom() {
        publish(1);
        disk.full = true;
        publish(2);
        publish(3);
        disk.full = false;
        publish(4);
        feed.flush();

        assertThat(disk.written).extracting(DeliveryEvent::journalSequence).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void theJournalMayNotForgetWhileAnEventIsMissing() {
        disk.full = true;
        publish(1);
        assertThat(feed.force()).isFalse();

        disk.full = false;
        feed.flush();
        assertThat(feed.force()).isTrue();
    }

    @Test
    void whenTooMuchIsMissingTheRestIsLeftToTheNextStart() {
        publish(1);
        disk.full = true;
        for (int i = 2; i < 150_000; i++) {
            publish(i);
        }
        disk.full = false;
        publish(150_000);
        feed.flush();

        assertThat(feed.lastJournalSequence()).isEqualTo(1);
        assertThat(feed.force()).isFalse();
    }

    @Test
    void theTwoEventsOfAScheduledMessageComeOnceEachWhereverTheDiskFills() {
        JournalRecord.Message message = new Samples(Randomness.seeded(1)).scheduled();
        for (int room = 0; room <= 2; room++) {
            var narrow = new FullDisk();
            narrow.room = room;
            var fed = new EventFeed(narrow);
            fed.publish(message, 5);
            assertThat(narrow.written).hasSize(room);
            narrow.room = Integer.MAX_VALUE;
            fed.flush();

            assertThat(narrow.written).extracting(DeliveryEvent::type).containsExactly(EventType.ACCEPTED,
                    EventType.SCHEDULED);
        }
    }

    private void publish(long sequence) {
        var event = new DeliveryEvent(EventType.DELIVERED, 1, 0, Labels.ofTenant("t"), new MessageId(1, sequence), null,
                "a@b.test",
                1, 1, null);
        feed.publish(new JournalRecord.Attempted(new RecipientKey(1, 0), new SpoolRef(1), event), sequence);
    }

    private static final class FullDisk implements EventSink {
        private final List<DeliveryEvent> written = new ArrayList<>();
        private boolean full;
        private int room = Integer.MAX_VALUE;

        @Override
        public void publish(DeliveryEvent event) {
            if (full || written.size() >= room) {
                throw new InternalError("no space left");
            }
            written.add(event);
        }

        @Override
        public void flush() {}

        @Override
        public void force() {}

        @Override
        public long lastJournalSequence() {
            return written.stream().mapToLong(DeliveryEvent::journalSequence).max().orElse(0);
        }

        @Override
        public boolean endsWith(EventType type) {
            long last = lastJournalSequence();
            return written.stream().anyMatch(event -> event.journalSequence() == last && event.type() == type);
        }
    }
}
