package com.penguinmails.mta.spool;

import java.io.IOException;
import java.util.List;

/**
 * The two logs of a spool and the generation that is written to. Content and journal roll together, so one number names both
 * files. One thread writes; any thread reads.
 */
final class SpoolLogs implements AutoCloseable {
    private final FrameLog content;
    private final FrameLog journal;
    private final SpoolState state;
    private final long fileSize;
    private final GroupWriter writer;
    private volatile int generation;
    private boolean open;

    /**
     * @param lastFile the highest number in use
     * @param nextSequence the first sequence number that is free
     */
    SpoolLogs(FrameLog content, FrameLog journal, SpoolState state, long fileSize, int lastFile, long nextSequence) {
        this.content = content;
        this.journal = journal;
        this.state = state;
        this.fileSize = fileSize;
        generation = lastFile;
        writer = new GroupWriter(content, journal, nextSequence);
    }

    /** The generation that is, or was last, written to. */
    int generation() {
        return generation;
    }

    /** Begins a generation if none is open. */
    void ensureOpen() throws IOException {
        if (open) {
            return;
        }
        int next = generation + 1;
        generation = next;
        long firstSequence = writer.nextSequence();
        writer.begin(next, new JournalItem.Checkpoint(state.exclusively(state::booksState)));
        state.change(() -> state.generations().begin(next, firstSequence));
        open = true;
    }

    /** Begins the next generation when one of the two files has reached its size. */
    void rollIfFull() throws IOException {
        if (open && (content.size() >= fileSize || journal.size() >= fileSize)) {
            open = false;
            ensureOpen();
        }
    }

    List<Unit.Written> write(List<Unit> units) throws IOException {
        return writer.write(units);
    }

    /** Cuts off what was not forced; the next write begins a generation. */
    void abandon() {
        open = false;
        content.abandon();
        journal.abandon();
    }

    FrameLog content() {
        return content;
    }

    FrameLog journal() {
        return journal;
    }

    /** What the files take on disk, the generation's journal and content together. */
    long usedBytes() {
        return content.files().stream().mapToLong(content::end).sum()
                + journal.files().stream().mapToLong(journal::end).sum();
    }

    @Override
    public void close() {
        content.close();
        journal.close();
    }
}
