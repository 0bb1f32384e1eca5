package com.penguinmails.mta.schedule;

import com.penguinmails.mta.event.DeliveryEvent;
import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.RecipientKey;
import com.penguinmails.mta.message.SpoolRef;
import com.penguinmails.mta.spool.Books;
import com.penguinmails.mta.spool.CommitListener;
import com.penguinmails.mta.spool.CommittedEntry;
import com.penguinmails.mta.spool.ContentRef;
import com.penguinmails.mta.spool.JournalRecord;
import com.penguinmails.mta.spool.QueuedAcceptance;
import com.penguinmails.mta.spool.Spool;
import com.penguinmails.mta.spool.SpoolEntry;
import com.penguinmails.mta.spool.SpoolHealth;
import com.penguinmails.testkit.time.VirtualClock;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A spool on the virtual clock: it commits one millisecond after an offer, has room for so many entries, and fails a commit when
 * told to. It holds what is told to it to the laws: no outcome for a recipient that is not open.
 */
final class SimulatedSpool implements Spool {
    private static final Duration COMMIT_TIME = Duration.ofMillis(1);

    private final VirtualClock clock;
    private final Map<Long, JournalRecord.Acceptance> acceptances = new HashMap<>();
    private final Map<RecipientKey, EventType> outcomes = new HashMap<>();
    private final Map<RecipientKey, DeliveryEvent> deferrals = new HashMap<>();
    private final Map<EventType, Integer> totals = new EnumMap<>(EventType.class);
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    final List<DeliveryEvent> events = new ArrayList<>();
    /** The texts that are kept, by key. */
    final Map<String, String> kept = new TreeMap<>();
    private @Nullable SpoolObserver observer;
    private long sequence;
    private int pending;
    int factsWritten;
    int room = 1_000;
    BooleanSupplier fails = () -> false;

    SimulatedSpool(VirtualClock clock) {
        this.clock = clock;
    }

    long accept(JournalRecord.Acceptance record) {
        sequence++;
        acceptances.put(sequence, record);
        Objects.requireNonNull(observer).accepted(sequence, new SpoolRef(sequence), record);
        return sequence;
    }

    /** As if an earlier start had accepted it and settled one recipient. */
    long stored(JournalRecord.Acceptance record, int settled) {
        sequence++;
        acceptances.put(sequence, record);
        outcomes.put(new RecipientKey(sequence, settled), EventType.DELIVERED);
        return sequence;
    }

    /** As after a restart: what is open in another spool is open in this one, and the queue takes it back. */
    void takeOver(SimulatedSpool other, QueueAgent agent) {
        acceptances.putAll(other.acceptances);
        outcomes.putAll(other.outcomes);
        deferrals.putAll(other.deferrals);
        sequence = other.sequence;
        kept.putAll(other.kept);
        acceptances.forEach((number, record) -> agent.restore(number, new SpoolRef(number),
                QueuedAcceptance.of(record, _ -> Optional.empty()),
                new OpenRecipients() {
                    @Override
                    public boolean isOpen(int index) {
                        return SimulatedSpool.this.isOpen(new RecipientKey(number, index));
                    }

                    @Override
                    public int attempts(int index) {
                        DeliveryEvent deferral = deferrals.get(new RecipientKey(number, index));
                        return deferral == null ? 0 : deferral.attempt();
                    }

                    @Override
                    public long dueMillis(int index) {
                        DeliveryEvent deferral = deferrals.get(new RecipientKey(number, index));
                        return deferral == null ? 0 : Objects.requireNonNull(deferral.detail()).releaseMillis();
                    }
                }));
    }

    JournalRecord.Acceptance acceptance(long acceptance) {
        return Objects.requireNonNull(acceptances.get(acceptance));
    }

    int total(EventType type) {
        return totals.getOrDefault(type, 0);
    }

    int accepted() {
        return acceptances.values().stream().mapToInt(JournalRecord.Acceptance::recipientCount).sum();
    }

    int finals() {
        return outcomes.size();
    }

    List<DeliveryEvent> events(EventType type) {
        return events.stream().filter(event -> event.type() == type).toList();
    }

    @Override
    public boolean offer(SpoolEntry entry, CommitListener listener) {
        if (pending >= room) {
            return false;
        }
        pending++;
        boolean failing = fails.getAsBoolean();
        var _ = clock.schedule(COMMIT_TIME, () -> {
            pending--;
            if (failing) {
                listener.failed("a fault was asked for");
            } else {
                entry.records().forEach(this::apply);
                listener.committed(new CommittedEntry(sequence, entry.records(), List.of()));
            }
            while (pending < room && !waiting.isEmpty()) {
                waiting.removeFirst().run();
            }
        });
        return true;
    }

    /** Calls who waits for room. */
    void makeRoom() {
        for (int left = waiting.size(); left > 0; left--) {
            waiting.removeFirst().run();
        }
    }

    private void apply(JournalRecord record) {
        sequence++;
        switch (record) {
            case JournalRecord.Attempted attempted -> apply(attempted);
            case JournalRecord.Noted noted -> {
                events.add(noted.event());
                totals.merge(noted.event().type(), 1, Integer::sum);
            }
            case JournalRecord.Kept fact -> {
                factsWritten++;
                if (fact.value().hasRemaining()) {
                    kept.put(fact.key(), StandardCharsets.UTF_8.decode(fact.value()).toString());
                } else {
                    kept.remove(fact.key());
                }
            }
            case JournalRecord.Reported reported -> events.add(reported.event());
            default -> throw new AssertionError("the queue writes no " + record);
        }
    }

    private void apply(JournalRecord.Attempted attempted) {
        if (!isOpen(attempted.key())) {
            throw new AssertionError("an outcome for a recipient that is not open: " + attempted);
        }
        events.add(attempted.event());
        totals.merge(attempted.event().type(), 1, Integer::sum);
        if (!attempted.isFinal()) {
            deferrals.put(attempted.key(), attempted.event());
        } else {
            outcomes.put(attempted.key(), attempted.event().type());
        }
    }

    @Override
    public boolean isOpen(RecipientKey key) {
        JournalRecord.Acceptance acceptance = acceptances.get(key.acceptance());
        return acceptance != null && key.index() < acceptance.recipientCount() && !outcomes.containsKey(key);
    }

    @Override
    public void whenRoom(Runnable callback) {
        if (pending < room) {
            callback.run();
        } else {
            waiting.addLast(callback);
        }
    }

    @Override
    public void observe(SpoolObserver newObserver) {
        observer = newObserver;
    }

    @Override
    public JournalRecord.Acceptance readAcceptance(SpoolRef place) {
        return acceptance(place.position());
    }

    @Override
    public void start() {}

    @Override
    public void close() {}

    @Override
    public SpoolHealth health() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<JournalRecord.JobOpened> job(JobId id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<JobId> openJobs() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<JobProgress> jobProgress(JobId id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ByteBuffer readContent(ContentRef content) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ByteBuffer readContent(ContentRef content, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Replay recoverBooks(RecoveryListener listener) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long memoryBytes() {
        return 0;
    }

    @Override
    public void recover(RecoveryListener listener) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Books books() {
        throw new UnsupportedOperationException();
    }
}
