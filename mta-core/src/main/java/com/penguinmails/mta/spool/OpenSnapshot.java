package com.penguinmails.mta.spool;

import com.penguinmails.mta.schedule.OpenRecipients;

/** The open recipients of an acceptance at one moment. Immutable. */
final class OpenSnapshot implements OpenRecipients {
    private static final OpenSnapshot ONE_UNTRIED = new OpenSnapshot(new boolean[]{true}, new int[1], new long[1]);

    private final boolean[] open;
    private final int[] attempts;
    private final long[] dueMillis;

    private OpenSnapshot(boolean[] open, int[] attempts, long[] dueMillis) {
        this.open = open;
        this.attempts = attempts;
        this.dueMillis = dueMillis;
    }

    static OpenSnapshot of(AcceptanceTable table, int row) {
        int count = table.recipients(row);
        if (count == 1 && table.isOpen(row, 0) && table.attempts(row, 0) == 0) {
            return ONE_UNTRIED;
        }
        var open = new boolean[count];
        var attempts = new int[count];
        var dueMillis = new long[count];
        for (int i = 0; i < count; i++) {
            open[i] = table.isOpen(row, i);
            attempts[i] = table.attempts(row, i);
            dueMillis[i] = table.dueMillis(row, i);
        }
        return new OpenSnapshot(open, attempts, dueMillis);
    }

    @Override
    public boolean isOpen(int index) {
        return index < open.length && open[index];
    }

    @Override
    public int attempts(int index) {
        return attempts[index];
    }

    @Override
    public long dueMillis(int index) {
        return dueMillis[index];
    }
}
