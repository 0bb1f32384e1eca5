package com.penguinmails.mta.spool;

import com.penguinmails.mta.message.RecipientKey;
import java.util.Collection;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All generations whose journal is kept, and where in them each open recipient is. For one thread. */
final class GenerationTable {
    private final NavigableMap<Integer, Generation> generations = new TreeMap<>();

    /** Begins a generation, newer than all before. */
    void begin(int number, long firstSequence) {
        if (!generations.isEmpty()) {
            generations.lastEntry().getValue().forgetSettled();
        }
        generations.put(number, new Generation(number, firstSequence));
    }

    /** How many recipients are open in all of them. */
    long open() {
        long open = 0;
        for (Generation generation : generations.values()) {
            open += generation.open();
        }
        return open;
    }

    /** Octets outside the heap. */
    long bytes() {
        long bytes = 0;
        for (Generation generation : generations.values()) {
            bytes += generation.bytes();
        }
        return bytes;
    }

    Collection<Generation> all() {
        return generations.values();
    }

    @Nullable
    Generation find(int number) {
        return generations.get(number);
    }

    Generation get(int number) {
        Generation found = generations.get(number);
        if (found == null) {
            throw new IllegalArgumentException("no generation has the number " + number);
        }
        return found;
    }

    void remove(int number) {
        generations.remove(number);
    }

    boolean isOpen(RecipientKey key) {
        return holderOf(key) != null;
    }

    /** Notes a final outcome; of a recipient that lies in no generation any more there is nothing to note. */
    void settle(RecipientKey key) {
        Generation holder = holderOf(key);
        AcceptanceTable table = holder == null ? null : holder.tableOfOpen(key.acceptance(), key.index());
        if (holder == null || table == null) {
            return;
        }
        holder.close(table, key.acceptance(), key.index());
        if (holder.number() != generations.lastKey()) {
            holder.forgetSettled();
        }
    }

    /** Notes a failed attempt, in the same way; one that is older than what is known, as after a failed write, changes nothing. */
    void defer(RecipientKey key, int attempts, long dueMillis) {
        Generation holder = holderOf(key);
        AcceptanceTable table = holder == null ? null : holder.tableOfOpen(key.acceptance(), key.index());
        int row = table == null ? AcceptanceTable.NONE : table.find(key.acceptance());
        if (table != null && attempts >= table.attempts(row, key.index())) {
            table.defer(row, key.index(), attempts, dueMillis);
        }
    }

    /**
     * Notes that the acceptance is at a new place with its open recipients; wherever they were open before, they are not now.
     *
     * @param need the bytes of its content and its record
     */
    void move(int to, JournalItem.Relocation moved, long need) {
        for (JournalItem.OpenRecipient recipient : moved.open()) {
            settle(new RecipientKey(moved.acceptance(), recipient.index()));
        }
        get(to).moveHere(moved, need);
    }

    private @Nullable Generation holderOf(RecipientKey key) {
        Generation natural = naturalOf(key.acceptance());
        if (natural != null && natural.tableOfOpen(key.acceptance(), key.index()) != null) {
            return natural;
        }
        for (Generation generation : generations.values()) {
            if (generation != natural && generation.tableOfOpen(key.acceptance(), key.index()) != null) {
                return generation;
            }
        }
        return null;
    }

    /** The generation that was written when the acceptance was made: nearly always where it still is. */
    private @Nullable Generation naturalOf(long acceptance) {
        for (Generation generation : generations.descendingMap().values()) {
            if (generation.firstSequence() <= acceptance) {
                return generation;
            }
        }
        return null;
    }
}
