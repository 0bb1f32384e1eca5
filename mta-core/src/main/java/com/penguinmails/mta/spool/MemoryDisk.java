package com.penguinmails.mta.spool;

/** What a {@link MemorySpool} writes to: it outlives the spool, and can suffer a power cut. */
public final class MemoryDisk {
    private final MemoryLog content;
    private final MemoryLog journal;

    public MemoryDisk() {
        this(new MemoryLog(), new MemoryLog());
    }

    private MemoryDisk(MemoryLog content, MemoryLog journal) {
        this.content = content;
        this.journal = journal;
    }

    /** A disk with what had been forced on this one at this moment, and nothing else. */
    public MemoryDisk afterPowerCut() {
        return new MemoryDisk(content.afterPowerCut(), journal.afterPowerCut());
    }

    MemoryLog content() {
        return content;
    }

    MemoryLog journal() {
        return journal;
    }
}
