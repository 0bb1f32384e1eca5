package com.penguinmails.mta.spool;

import com.penguinmails.mta.event.DeliveryEvent;
import com.penguinmails.mta.schedule.OutcomeLog;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Writes the queue's outcomes into the journal. Thread-safe. */
public final class QueueOutcomes implements OutcomeLog {
    private final Spool spool;

    public QueueOutcomes(Spool spool) {
        this.spool = spool;
    }

    @Override
    public boolean offer(List<Entry> entries, Listener listener) {
        List<JournalRecord> records = entries.stream()
                .<JournalRecord>map(
                        entry -> new JournalRecord.Attempted(entry.key(), entry.acceptedIn(), entry.event()))
                .toList();
        return spool.offer(new SpoolEntry(List.of(), records), new Report(listener));
    }

    @Override
    public boolean note(DeliveryEvent event) {
        return spool.offer(new SpoolEntry(List.of(), List.of(new JournalRecord.Noted(event))), new Unheard());
    }

    @Override
    public boolean keep(String key, byte[] value, List<DeliveryEvent> reports, Listener listener) {
        var records = new ArrayList<JournalRecord>();
        records.add(new JournalRecord.Kept(key, ByteBuffer.wrap(value.clone())));
        reports.forEach(event -> records.add(new JournalRecord.Reported(event)));
        return spool.offer(new SpoolEntry(List.of(), records), new Report(listener));
    }

    @Override
    public long memoryBytes() {
        return spool.memoryBytes();
    }

    @Override
    public void whenRoom(Runnable callback) {
        spool.whenRoom(callback);
    }

    private record Report(Listener listener) implements CommitListener {

        @Override
        public void committed(CommittedEntry entry) {
            listener.committed();
        }

        @Override
        public void failed(String reason) {
            listener.failed(reason);
        }
    }

    /** What is only noted need not be on disk. */
    private record Unheard() implements CommitListener {

        @Override
        public void committed(CommittedEntry entry) {}

        @Override
        public void failed(String reason) {}
    }
}
