package com.penguinmails.mta.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes groups of units to the two logs: all contents, one force, all records, one force. So a record that is found after a
 * crash always has its content. For one thread.
 */
final class GroupWriter {
    private final FrameLog content;
    private final FrameLog journal;
    private final RecordWriter buffer = new RecordWriter();
    private long nextContent = 1;
    private long nextSequence;

    GroupWriter(FrameLog content, FrameLog journal, long nextSequence) {
        this.content = content;
        this.journal = journal;
        this.nextSequence = nextSequence;
    }

    long nextSequence() {
        return nextSequence;
    }

    /** Begins a generation; the checkpoint at its head is on disk when this returns. */
    void begin(int generation, JournalItem.Checkpoint checkpoint) throws IOException {
        long before = nextSequence;
        try {
            content.roll(generation);
            journal.roll(generation);
            var _ = append(new Unit(List.of(), List.of(checkpoint)), new long[0]);
            journal.force();
        } catch (Throwable e) {
            nextSequence = before;
            throw e;
        }
    }

    /** Writes the units and forces them. After any failure nothing of them counts and both logs must be abandoned. */
    List<Unit.Written> write(List<Unit> units) throws IOException {
        long before = nextSequence;
        try {
            List<long[]> positions = appendContents(units);
            return appendRecords(units, positions);
        } catch (Throwable e) {
            nextSequence = before;
            throw e;
        }
    }

    private List<long[]> appendContents(List<Unit> units) throws IOException {
        var positions = new ArrayList<long[]>(units.size());
        boolean any = false;
        for (Unit unit : units) {
            var places = new long[unit.contents().size()];
            for (int i = 0; i < places.length; i++) {
                places[i] = content.append(nextContent++, unit.contents().get(i));
                any = true;
            }
            positions.add(places);
        }
        if (any) {
            content.force();
        }
        return positions;
    }

    private List<Unit.Written> appendRecords(List<Unit> units, List<long[]> positions) throws IOException {
        var written = new ArrayList<Unit.Written>(units.size());
        boolean any = false;
        for (int i = 0; i < units.size(); i++) {
            Unit unit = units.get(i);
            if (unit.isKept()) {
                written.add(append(unit, positions.get(i)));
                any = true;
            } else {
                written.add(new Unit.Written(nextSequence, 0, 0, unit.items()));
            }
        }
        if (any) {
            journal.force();
        }
        return written;
    }

    private Unit.Written append(Unit unit, long[] contentPositions) throws IOException {
        var resolver = new PlaceResolver(contentPositions);
        long sequence = nextSequence;
        var items = new ArrayList<JournalItem>(unit.items().size());
        for (JournalItem item : unit.items()) {
            items.add(resolver.resolve(item, sequence + items.size()));
        }
        ByteBuffer payload = JournalCodec.encode(buffer, items);
        long position = journal.append(sequence, payload);
        nextSequence += items.size();
        return new Unit.Written(sequence, position, payload.remaining(), items);
    }
}
