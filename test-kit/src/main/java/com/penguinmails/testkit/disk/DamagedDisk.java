package com.penguinmails.testkit.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The directory of a Chronicle queue as a power cut leaves it: of each file the part that was forced is whole, and of the rest each
 * sector may be there, zeroed, or garbage, or the file may end; what Chronicle keeps in place (its index and its metadata) may be
 * in any state. For one thread.
 */
public final class DamagedDisk {
    /** More than is written between two forces. */
    private static final int REACH = 5 << 19;
    private static final int TORN = 300_000;
    private static final int INDEX_FROM = 204;
    private static final int SECOND_INDEX = 33_008;
    private static final int RECORDS_FROM = 65_808;
    private static final String RECORDS = "F.cq4";
    private final RandomGenerator random;

    public DamagedDisk(RandomGenerator random) {
        this.random = random;
    }

    /** Copies the first {@value #REACH} octets of each file as they are at this moment, and the length of the file. */
    public static void copy(Path from, Path to) throws IOException {
        for (Path file : filesOf(from)) {
            Path target = to.resolve(from.relativize(file).toString());
            Files.createDirectories(target.resolve("..").normalize());
            ByteBuffer buffer = ByteBuffer.allocate(REACH);
            try (FileChannel source = FileChannel.open(file, StandardOpenOption.READ)) {
                while (buffer.hasRemaining() && source.read(buffer, buffer.position()) >= 0) {
                    // until the end of the file or of what is copied
                }
                Files.write(target, new byte[0]);
                try (FileChannel copy = FileChannel.open(target, StandardOpenOption.WRITE)) {
                    copy.write(buffer.flip(), 0);
                    copy.write(ByteBuffer.allocate(1), Math.max(0, source.size() - 1));
                }
            }
        }
    }

    private static List<Path> filesOf(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    /** @param forced where the forced part of each file of records ends; a file that is not in it was never forced */
    public void damage(Path directory, Map<Path, Long> forced) throws IOException {
        for (Path path : filesOf(directory)) {
            try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                if (path.getFileName().toString().endsWith(RECORDS)) {
                    damage(file, forced.getOrDefault(path, 0L));
                } else if (file.size() > 0) {
                    damageMetadata(file);
                }
            }
        }
    }

    private void damageMetadata(FileChannel file) throws IOException {
        if (random.nextBoolean()) {
            scribble(file, random.nextLong(file.size()), 1 + random.nextInt(4096));
        } else {
            file.truncate(random.nextLong(file.size()));
        }
    }

    private void damage(FileChannel file, long end) throws IOException {
        if (end > 0) {
            scribble(file, INDEX_FROM, SECOND_INDEX - INDEX_FROM);
            scribble(file, SECOND_INDEX + 4L, RECORDS_FROM - SECOND_INDEX - 4);
        }
        switch (random.nextInt(4)) {
            case 0 -> write(file, end, new byte[REACH]);
            case 1 -> file.truncate(end + random.nextInt(3) * random.nextLong(40_000));
            case 2 -> tear(file, end, 512);
            default -> tear(file, end, 4096);
        }
    }

    /** Each sector behind the end is kept, zeroed or garbage; the one that holds the end only from there on. */
    private void tear(FileChannel file, long end, int sector) throws IOException {
        long from = end;
        while (from <= end + TORN) {
            long next = (from / sector + 1) * sector;
            int length = (int) (next - from);
            switch (random.nextInt(8)) {
                case 0 -> scribble(file, from, length);
                case 1, 2, 3 -> write(file, from, new byte[length]);
                default -> {
                    /* this one had reached the disk */ }
            }
            from = next;
        }
        write(file, from, new byte[(int) (end + REACH - from)]);
    }

    private void scribble(FileChannel file, long at, int length) throws IOException {
        var garbage = new byte[length];
        random.nextBytes(garbage);
        write(file, at, garbage);
    }

    private static void write(FileChannel file, long at, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            file.write(buffer, at + buffer.position());
        }
    }
}
