package com.penguinmails.mta.accept.http;

import com.penguinmails.mta.event.DeliveryEvent;
import com.penguinmails.mta.event.EventDetail;
import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.MailSelector;
import com.penguinmails.mta.message.MessageId;
import com.penguinmails.mta.message.RecipientKey;
import com.penguinmails.mta.message.SpoolRef;
import com.penguinmails.mta.schedule.Blocker;
import com.penguinmails.mta.schedule.BlockerKind;
import com.penguinmails.mta.schedule.InsertReason;
import com.penguinmails.mta.schedule.MailQueue;
import com.penguinmails.mta.schedule.PathExplanation;
import com.penguinmails.mta.schedule.QueueOverview;
import com.penguinmails.mta.schedule.QueuedAcceptance;
import com.penguinmails.mta.schedule.RecipientExplanation;
import com.penguinmails.mta.schedule.SlownessReport;
import com.penguinmails.mta.shape.AutomationTrigger;
import com.penguinmails.mta.spool.CommitListener;
import com.penguinmails.mta.spool.CommittedEntry;
import com.penguinmails.mta.spool.JournalRecord;
import com.penguinmails.mta.spool.Spool;
import com.penguinmails.mta.spool.SpoolEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A queue in which nothing moves: every recipient is held by a limit until the test settles or cancels it. */
final class StandingQueue implements MailQueue, Spool.SpoolObserver {
    static final long RELEASE = 1_800_000_000_000L;
    private final Spool spool;
    private final Map<RecipientKey, Open> open = new ConcurrentHashMap<>();
    private volatile String refusal = "";

    private record Open(SpoolRef place, JournalRecord.Acceptance record) {}

    StandingQueue(Spool spool) {
        this.spool = spool;
    }

    void refuse(String reason) {
        refusal = reason;
    }

    @Override
    public void accepted(long sequence, SpoolRef place, JournalRecord.Acceptance record) {
        for (int i = 0; i < record.recipientCount(); i++) {
            open.put(new RecipientKey(sequence, i), new Open(place, record));
        }
    }

    @Override
    public void relocated(long acceptance, SpoolRef from, SpoolRef to) {}

    @Override
    public Optional<String> refusal(int recipients) {
        return refusal.isEmpty() ? Optional.empty() : Optional.of(refusal);
    }

    @Override
    public int room(int wanted) {
        return refusal.isEmpty() ? wanted : 0;
    }

    @Override
    public CompletionStage<Integer> cancel(long acceptance) {
        return CompletableFuture.completedFuture(settleAll(
                open.keySet().stream().filter(key -> key.acceptance() == acceptance).toList(), EventType.CANCELLED));
    }

    @Override
    public CompletionStage<Integer> cancel(long acceptance, int index) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Integer> cancelJob(JobId job) {
        List<RecipientKey> keys = new ArrayList<>();
        open.forEach((key, value) -> {
            if (value.record() instanceof JournalRecord.JobRows rows && rows.job().equals(job)) {
                keys.add(key);
            }
        });
        return CompletableFuture.completedFuture(settleAll(keys, EventType.CANCELLED));
    }

    private int settleAll(List<RecipientKey> keys, EventType type) {
        keys.forEach(key -> settle(key, type));
        return keys.size();
    }

    /** Gives one open recipient its outcome. */
    void settle(RecipientKey key, EventType type) {
        Open settled = open.remove(key);
        if (settled == null) {
            throw new IllegalStateException("not open: " + key);
        }
        var record = settled.record();
        String address = record instanceof JournalRecord.Message message
                ? message.recipients().get(key.index()).forwardPath().toString()
                : "row" + key.index() + "@" + record.domain(key.index());
        var detail = new EventDetail("5.1.1", "550 5.1.1 no such user", "mx.test[192.0.2.1]", null, "mx.test", null, 0);
        var event = new DeliveryEvent(type, 0, 0, record.labels(), id(record, key.index()), jobOf(record), address, 1,
                1, detail);
        if (!spool.offer(new SpoolEntry(List.of(), List.of(new JournalRecord.Attempted(key, settled.place(), event))),
                new Unheard())) {
            throw new IllegalStateException("the spool is full");
        }
    }

    private static @Nullable JobId jobOf(JournalRecord.Acceptance record) {
        return record instanceof JournalRecord.JobRows rows ? rows.job() : null;
    }

    private static MessageId id(JournalRecord.Acceptance record, int index) {
        return switch (record) {
            case JournalRecord.Message message -> message.id();
            case JournalRecord.JobRows rows -> MessageId.ofJobRow(rows.job(),
                    rows.firstRow() + index);
        };
    }

    /** The open recipients, by acceptance and index. */
    List<RecipientKey> openKeys() {
        return open.keySet().stream().sorted(Comparator.comparingLong(RecipientKey::acceptance)
                .thenComparingInt(RecipientKey::index)).toList();
    }

    @Override
    public CompletionStage<List<QueueSummary>> queues(int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<List<AutomationTrigger>> automations(int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<List<PathSummary>> paths(int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<List<RecipientState>> states(long acceptance) {
        return CompletableFuture.completedFuture(openKeys().stream().filter(key -> key.acceptance() == acceptance)
                .map(key -> new RecipientState(key.index(), Objects.requireNonNull(open.get(key)).place(),
                        "delayed", InsertReason.LIMITED, "rate of tenant", 0, RELEASE))
                .toList());
    }

    @Override
    public CompletionStage<List<RecipientExplanation>> explain(long acceptance) {
        Blocker blocker = new Blocker(BlockerKind.QUEUE_LIMIT, "", "limits.acme", "rate of tenant", 1, RELEASE, "",
                "raise it");
        return states(acceptance).thenApply(states -> states.stream()
                .map(state -> new RecipientExplanation(state, RELEASE + 1, List.of(blocker))).toList());
    }

    @Override
    public CompletionStage<SlownessReport> slowness(MailSelector selector) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Optional<PathExplanation>> path(String site, String source) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<QueueOverview> overview() {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<List<QueuedAcceptance>> rowsOf(MessageId id) {
        return CompletableFuture.completedFuture(acceptances(record -> record instanceof JournalRecord.JobRows rows
                && rows.job().high() == id.high()));
    }

    @Override
    public CompletionStage<List<QueuedAcceptance>> acceptedBefore(long number) {
        return CompletableFuture.completedFuture(acceptances(JournalRecord.Message.class::isInstance).stream()
                .filter(acceptance -> acceptance.number() < number).toList());
    }

    private List<QueuedAcceptance> acceptances(Predicate<JournalRecord.Acceptance> wanted) {
        return openKeys().stream().filter(key -> wanted.test(Objects.requireNonNull(open.get(key)).record()))
                .map(key -> new QueuedAcceptance(key.acceptance(), Objects.requireNonNull(open.get(key)).place()))
                .distinct().toList();
    }

    private static final class Unheard implements CommitListener {
        @Override
        public void committed(CommittedEntry entry) {}

        @Override
        public void failed(String reason) {}
    }
}
