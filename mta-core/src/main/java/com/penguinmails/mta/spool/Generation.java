package com.penguinmails.mta.spool;

import com.penguinmails.mta.schedule.OpenRecipients;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One pair of files, content and journal, and what of them is still needed: the recipients without a final outcome whose
 * acceptance lies here, and the idempotency entries that hold. For one thread.
 */
final class Generation {
    private final int number;
    private final long firstSequence;
    private AcceptanceTable natural = new AcceptanceTable();
    /** Acceptances that were moved here; each table ascends, so there is one for each time that a lower number came. */
    private final List<AcceptanceTable> moved = new ArrayList<>();
    private long open;
    private long mailBytes;
    private long rememberedBytes;
    private long rememberedUntil;

    Generation(int number, long firstSequence) {
        this.number = number;
        this.firstSequence = firstSequence;
    }

    int number() {
        return number;
    }

    /** The first sequence number that can lie here. */
    long firstSequence() {
        return firstSequence;
    }

    /** How many recipients that were accepted into it, or moved to it, have no final outcome and were not moved on. */
    long open() {
        return open;
    }

    /** How many bytes the contents and the records of acceptances take that have an open recipient here. */
    long mailBytes() {
        return mailBytes;
    }

    /** How many bytes of the journal are idempotency entries that hold at this time. */
    long rememberedBytes(long nowMillis) {
        return rememberedUntil > nowMillis ? rememberedBytes : 0;
    }

    /** @param need the bytes of its content and its record */
    void accept(long acceptance, int recipients, long need) {
        natural.add(acceptance, recipients, true, need);
        open += recipients;
        mailBytes += natural.need(natural.size() - 1);
    }

    void moveHere(JournalItem.Relocation moved, long need) {
        long acceptance = moved.acceptance();
        List<JournalItem.OpenRecipient> openOnes = moved.open();
        AcceptanceTable table = tableFor(acceptance);
        table.add(acceptance, moved.value().recipientCount(), false, need);
        int row = table.size() - 1;
        for (JournalItem.OpenRecipient recipient : openOnes) {
            table.open(row, recipient.index());
            if (recipient.attempts() > 0) {
                table.defer(row, recipient.index(), recipient.attempts(), recipient.dueMillis());
            }
        }
        open += openOnes.size();
        mailBytes += openOnes.isEmpty() ? 0 : table.need(row);
    }

    void remember(IdempotencyEntry entry) {
        rememberedBytes += entry.response().length() + 64L;
        rememberedUntil = Math.max(rememberedUntil, entry.expiresMillis());
    }

    /** The table in which the recipient is open, or null. */
    @Nullable
    AcceptanceTable tableOfOpen(long acceptance, int index) {
        if (isOpenIn(natural, acceptance, index)) {
            return natural;
        }
        for (AcceptanceTable table : moved) {
            if (isOpenIn(table, acceptance, index)) {
                return table;
            }
        }
        return null;
    }

    /** The acceptance's open recipients here; none if it was settled or moved on. */
    List<JournalItem.OpenRecipient> openRecipients(long acceptance) {
        var found = new ArrayList<JournalItem.OpenRecipient>();
        collectOpen(natural, acceptance, found);
        moved.forEach(table -> collectOpen(table, acceptance, found));
        return found;
    }

    /** The acceptance's recipients as they are now, or null if none of them is open here. */
    @Nullable
    OpenRecipients openOf(long acceptance) {
        OpenRecipients found = openOf(natural, acceptance);
        for (int i = 0; found == null && i < moved.size(); i++) {
            found = openOf(moved.get(i), acceptance);
        }
        return found;
    }

    private static @Nullable OpenRecipients openOf(AcceptanceTable table, long acceptance) {
        int row = table.find(acceptance);
        return row != AcceptanceTable.NONE && table.anyOpen(row) ? OpenSnapshot.of(table, row) : null;
    }

    /** Octets outside the heap. */
    long bytes() {
        long bytes = natural.bytes();
        for (AcceptanceTable table : moved) {
            bytes += table.bytes();
        }
        return bytes;
    }

    /** Notes that an open recipient found in {@code table} is open no more. */
    void close(AcceptanceTable table, long acceptance, int index) {
        int row = table.find(acceptance);
        table.close(row, index);
        open--;
        if (!table.anyOpen(row)) {
            mailBytes -= table.need(row);
        }
    }

    /** Gives back the memory of a generation in which nothing is open and to which nothing will be added. */
    void forgetSettled() {
        if (open == 0) {
            natural = new AcceptanceTable();
            moved.clear();
        }
    }

    private AcceptanceTable tableFor(long acceptance) {
        for (AcceptanceTable table : moved) {
            if (table.follows(acceptance)) {
                return table;
            }
        }
        var table = new AcceptanceTable();
        moved.add(table);
        return table;
    }

    private static boolean isOpenIn(AcceptanceTable table, long acceptance, int index) {
        int row = table.find(acceptance);
        return row != AcceptanceTable.NONE && table.isOpen(row, index);
    }

    private static void collectOpen(AcceptanceTable table, long acceptance, List<JournalItem.OpenRecipient> into) {
        int row = table.find(acceptance);
        int recipients = row == AcceptanceTable.NONE ? 0 : table.recipients(row);
        for (int i = 0; i < recipients; i++) {
            if (table.isOpen(row, i)) {
                into.add(new JournalItem.OpenRecipient(i, table.attempts(row, i), table.dueMillis(row, i)));
            }
        }
    }
}
