package com.penguinmails.mta.spool;

import com.penguinmails.mta.message.SpoolRef;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits groups of entries. The law of a group:
 *
 * <ol> <li>contents are appended and forced, then records are appended and forced; <li>then, and only then, the state takes them
 * up, the observer and the listeners are told, and the events are published; <li>if a write fails, what was written of the group
 * is cut off, each listener is told why, and the next group begins a new generation. </ol>
 *
 * <p>A step of compaction is a group of its own, because what it writes depends on the state that the groups before it left. One
 * thread owns this.
 */
final class Committer {
    private static final Logger LOG = LoggerFactory.getLogger(Committer.class);
    private static final int MAX_ENTRIES = 512;
    private static final long MAX_BYTES = 1 << 20;
    private final SpoolLogs logs;
    private final SpoolState state;
    private final DiskWatch disk;
    private final EventFeed events;
    private final CommitRing ring;
    private final Relocator relocator;
    private final List<Pending.Offered> group = new ArrayList<>();
    private Spool.@Nullable SpoolObserver observer;
    private Runnable afterCommit = () -> {};
    private long groupBytes;

    Committer(SpoolLogs logs, SpoolState state, DiskWatch disk, EventFeed events, CommitRing ring) {
        this.logs = logs;
        this.state = state;
        this.disk = disk;
        this.events = events;
        this.ring = ring;
        relocator = new Relocator(logs, state);
    }

    void observe(Spool.SpoolObserver newObserver) {
        observer = newObserver;
    }

    /** Sets what is called after each group that was committed; it must only hand over. */
    void afterCommit(Runnable callback) {
        afterCommit = callback;
    }

    /** Opens a generation to write to, so that the first entry need not wait for it. A failure is noted and mended later. */
    void prepare() {
        try {
            logs.ensureOpen();
        } catch (IOException | RuntimeException | InternalError e) {
            fail(e);
        }
    }

    /** Takes an entry into the group and commits the group when it is full. */
    void add(Pending pending) {
        switch (pending) {
            case Pending.Offered offered -> {
                group.add(offered);
                groupBytes += offered.bytes();
                if (group.size() >= MAX_ENTRIES || groupBytes >= MAX_BYTES) {
                    commit();
                }
            }
            case Pending.Moves moves -> {
                commit();
                relocate(moves);
            }
            case Pending.ForceEvents request -> {
                commit();
                request.done().complete(events.force());
                ring.release(request);
            }
        }
    }

    /** Commits what there is of the group. */
    void commit() {
        if (group.isEmpty()) {
            return;
        }
        try {
            commitGroup();
        } finally {
            group.forEach(ring::release);
            group.clear();
            groupBytes = 0;
        }
    }

    private void commitGroup() {
        List<Pending.Offered> admitted = admit();
        if (admitted.isEmpty()) {
            return;
        }
        List<Unit.Written> written;
        try {
            logs.ensureOpen();
            var screen = new OutcomeScreen(state);
            written = logs.write(admitted.stream().map(offered -> screen.unit(offered.entry())).toList());
        } catch (IOException | RuntimeException | Error e) {
            fail(e);
            admitted.forEach(offered -> tellFailed(offered, "the spool could not be written"));
            return;
        }
        disk.noteSuccess();
        takeUp(admitted, written);
        rollIfFull();
        afterCommit.run();
    }

    /** Refuses what may not be written now; the rest stays in its order. */
    private List<Pending.Offered> admit() {
        String refusal = disk.refusal();
        if (refusal.isEmpty()) {
            return group;
        }
        boolean mayWrite = disk.mayWrite();
        var admitted = new ArrayList<Pending.Offered>();
        for (Pending.Offered offered : group) {
            if (mayWrite && !offered.isNewMail()) {
                admitted.add(offered);
            } else {
                tellFailed(offered, refusal);
            }
        }
        return admitted;
    }

    private void takeUp(List<Pending.Offered> admitted, List<Unit.Written> written) {
        state.change(() -> written.forEach(this::apply));
        for (int i = 0; i < written.size(); i++) {
            tell(admitted.get(i), written.get(i));
        }
        written.forEach(this::publish);
        events.flush();
    }

    private void apply(Unit.Written unit) {
        for (int i = 0; i < unit.items().size(); i++) {
            state.apply(unit.items().get(i), unit.firstSequence() + i, logs.generation(), unit.bytesEach());
        }
    }

    private void publish(Unit.Written unit) {
        for (int i = 0; i < unit.items().size(); i++) {
            if (unit.items().get(i) instanceof JournalItem.Fact(JournalRecord value)) {
                events.publish(value, unit.firstSequence() + i);
            }
        }
    }

    private void tell(Pending.Offered offered, Unit.Written unit) {
        var records = new ArrayList<JournalRecord>(unit.items().size());
        var places = new ArrayList<SpoolRef>(unit.items().size());
        for (JournalItem item : unit.items()) {
            var place = new SpoolRef(LogPosition.withOrdinal(unit.position(), places.size()));
            JournalRecord value = value(item);
            tellObserver(unit.firstSequence() + places.size(), place, value);
            records.add(value);
            places.add(place);
        }
        try {
            offered.listener().committed(new CommittedEntry(unit.firstSequence(), records, places));
        } catch (RuntimeException e) {
            LOG.error("a listener failed after its entry was committed", e);
        }
    }

    private static JournalRecord value(JournalItem item) {
        return switch (item) {
            case JournalItem.Fact(JournalRecord value) -> value;
            case JournalItem.Discarded(JournalRecord.Attempted value) -> value;
            default -> throw new IllegalStateException("an entry holds what only the spool writes");
        };
    }

    private void tellObserver(long sequence, SpoolRef place, JournalRecord value) {
        Spool.SpoolObserver told = observer;
        if (told == null || !(value instanceof JournalRecord.Acceptance acceptance)) {
            return;
        }
        try {
            told.accepted(sequence, place, acceptance);
        } catch (RuntimeException e) {
            LOG.error("the observer failed at acceptance {}", sequence, e);
        }
    }

    private void tellFailed(Pending.Offered offered, String reason) {
        try {
            offered.listener().failed(reason);
        } catch (RuntimeException e) {
            LOG.error("a listener failed when told of a failure", e);
        }
    }

    private void relocate(Pending.Moves moves) {
        RelocationStep step = moves.step();
        try {
            if (!disk.mayWrite()) {
                throw new IOException("the spool could not be written");
            }
            logs.ensureOpen();
            relocator.write(step, observer);
            disk.noteSuccess();
            step.done().complete(true);
            rollIfFull();
        } catch (IOException | RuntimeException | InternalError e) {
            fail(e);
            step.done().complete(false);
        } finally {
            ring.release(moves);
        }
    }

    private void rollIfFull() {
        try {
            logs.rollIfFull();
        } catch (IOException | RuntimeException | InternalError e) {
            fail(e);
        }
    }

    private void fail(Throwable cause) {
        LOG.error("a write to the spool failed; the next group begins a new generation", cause);
        disk.noteFailure();
        logs.abandon();
    }
}
