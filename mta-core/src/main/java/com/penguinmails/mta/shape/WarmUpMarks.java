package com.penguinmails.mta.shape;

/**
 * What was sent of a cap, such that no crash makes it more. Before a recipient is taken, a mark that is at least as high as what is
 * sent with it is on disk; after a crash all below the mark counts as sent. Marks are asked for ahead, {@value #PARTS} to a cap, so
 * that sending does not wait for them; a crash costs at most what one is ahead. For one thread.
 */
final class WarmUpMarks {
    private static final int PARTS = 100;

    private long sent;
    private long onDisk;
    private long asked;

    /** What counts as sent. */
    long sent() {
        return sent;
    }

    /** The mark that is on disk or on its way there. */
    long asked() {
        return asked;
    }

    boolean admits(long cap) {
        return sent < cap && sent < onDisk;
    }

    void claim() {
        sent++;
    }

    void giveBack(int recipients) {
        sent -= recipients;
    }

    /** Whether the next mark should be asked for. */
    boolean isLow(long cap) {
        return asked < cap && asked - sent <= ahead(cap) / 2;
    }

    /** Asks for the next mark. */
    void ask(long cap) {
        asked = Math.max(asked, Math.min(cap, sent + ahead(cap)));
    }

    /** A mark is on disk. */
    void kept(long mark) {
        onDisk = Math.max(onDisk, mark);
    }

    /** Takes a mark over from before a restart. */
    void restore(long mark) {
        sent = mark;
        onDisk = mark;
        asked = mark;
    }

    private static long ahead(long cap) {
        return Math.max(2, cap / PARTS);
    }
}
