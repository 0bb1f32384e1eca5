package com.penguinmails.mta.spool;

import java.util.random.RandomGenerator;

/** What a {@link MemorySpool} writes to: it outlives the spool, and can fail, fill up and suffer a power cut. */
public final class MemoryDisk {
    private final MemoryLog content;
    private final MemoryLog journal;
    private DiskFaults faults;

    public MemoryDisk() {
        this(DiskFaults.NONE);
    }

    public MemoryDisk(DiskFaults faults) {
        this(new MemoryLog(), new MemoryLog(), faults);
    }

    private MemoryDisk(MemoryLog content, MemoryLog journal, DiskFaults faults) {
        this.content = content;
        this.journal = journal;
        this.faults = faults;
        content.suffer(faults);
        journal.suffer(faults);
    }

    /** A disk with what had been forced on this one at this moment, and nothing else. */
    public MemoryDisk afterPowerCut() {
        return new MemoryDisk(content.afterPowerCut(0), journal.afterPowerCut(0), faults);
    }

    /**
     * A disk with what had been forced on this one at this moment and, of each log, so much of what had not been as a recovery
     * can still read: it stops at the first record that was lost or torn.
     */
    public MemoryDisk afterPowerCut(RandomGenerator random) {
        return new MemoryDisk(content.afterPowerCut(random.nextDouble()), journal.afterPowerCut(random.nextDouble()),
                faults);
    }

    /** This disk as another process finds it when the one that wrote to it was killed: all that was written is there. */
    public MemoryDisk afterKill() {
        return new MemoryDisk(content.afterPowerCut(1), journal.afterPowerCut(1), faults);
    }

    /** Whether nothing that was written waits to be forced. */
    public boolean isForced() {
        return content.isForced() && journal.isForced();
    }

    /** Suffers these faults from now on. */
    public void suffer(DiskFaults newFaults) {
        faults = newFaults;
        content.suffer(newFaults);
        journal.suffer(newFaults);
    }

    MemoryLog content() {
        return content;
    }

    MemoryLog journal() {
        return journal;
    }

    long freeBytes() {
        return faults.freeBytes();
    }
}
