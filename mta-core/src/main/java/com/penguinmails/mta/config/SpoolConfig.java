package com.penguinmails.mta.config;

/**
 * Durability and disk.
 *
 * @param kind {@code chronicle}, or {@code memory} for tests: nothing survives the process
 * @param fileSize at which a file of the content log is closed and the next one begun, 1 MiB to 900 MiB
 * @param reserve free space under which new mail is refused for now
 * @param ringSlots entries that may wait for the commit, a power of two
 * @param ringBytes content that may wait for the commit
 * @param compactBelow the share of live data, in percent, under which a file is compacted forward
 */
public record SpoolConfig(String kind, ByteSize fileSize, ByteSize reserve, int ringSlots, ByteSize ringBytes,
        int compactBelow) {

    /** The shipped defaults. */
    public static SpoolConfig defaults() {
        return new SpoolConfig("chronicle", ByteSize.ofMiB(512), ByteSize.ofMiB(1024), 4096, ByteSize.ofMiB(128), 30);
    }
}
