package com.penguinmails.mta.spool;

import com.penguinmails.mta.message.RecipientKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;

/** Sorts the outcomes that count from those of recipients that are not open (any more), within one group of entries. */
final class OutcomeScreen {
    private final SpoolState state;
    private final Set<RecipientKey> settled = new HashSet<>();

    OutcomeScreen(SpoolState state) {
        this.state = state;
    }

    /** The entry's records as items, in order; to be called in the order of the group. */
    Unit unit(SpoolEntry entry) {
        var items = new ArrayList<JournalItem>(entry.records().size());
        for (JournalRecord value : entry.records()) {
            boolean isVoid = value instanceof JournalRecord.Attempted attempted && !counts(attempted);
            items.add(
                    isVoid ? new JournalItem.Discarded((JournalRecord.Attempted) value) : new JournalItem.Fact(value));
        }
        return new Unit(entry.contents(), items);
    }

    private boolean counts(JournalRecord.Attempted attempted) {
        RecipientKey key = attempted.key();
        if (settled.contains(key) || !state.isOpen(key)) {
            return false;
        }
        return !attempted.isFinal() || settled.add(key);
    }
}
