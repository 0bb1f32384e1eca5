package com.penguinmails.mta.config;

/**
 * Durability and disk.
 *
 * @param kind {@code chronicle}, or {@code memory} for tests: nothing survives the process
 * @param fileSize at which a file of the content log is closed and the next one begun, 1 MiB to 900 MiB
 * @param reserve free space under which new mail is refused for now
 * @param resumeAbove at how many percent of the reserve new mail is taken again, so that it does not flutter
 * @param ringSlots entries that may wait for the commit, a power of two
 * @param ringBytes content that may wait for the commit
 * @param compactBelow the share of live data in all closed files, in percent, under which files are compacted forward: the emptiest
 *     first, until it is reached. 70 keeps the disk within 1.5 times of what is live.
 */
public record SpoolConfig(String kind, @Between({
        "1MiB", "900MiB"}) ByteSize fileSize, @Between({"0B", "1TiB"}) ByteSize reserve,
        @Between({"100", "1000"}) int resumeAbove,
        @Between({"64", "1048576"}) int ringSlots, @Between({"1MiB", "64GiB"}) ByteSize ringBytes,
        @Between({"10", "90"}) int compactBelow) {

    public SpoolConfig {
        if (!kind.equals("chronicle") && !kind.equals("memory")) {
            throw new IllegalArgumentException("kind must be \"chronicle\" or \"memory\"");
        }
        if (Integer.bitCount(ringSlots) != 1) {
            throw new IllegalArgumentException("ring_slots must be a power of two, such as 4096");
        }
    }

    /** Free space at which new mail is taken again, in octets. */
    public long resumeBytes() {
        return (long) (reserve.bytes() * (resumeAbove / 100.0));
    }

    /** The shipped defaults. */
    public static SpoolConfig defaults() {
        return new SpoolConfig("chronicle", ByteSize.ofMiB(512), ByteSize.ofMiB(1024), 110, 4096, ByteSize.ofMiB(128),
                70);
    }
}
