package com.penguinmails.system.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The wall clock of a process, which jumps: libfaketime(1) answers for the system's calls, and looks into a file once a second. Where
 * the machine has no such library there is no jumping clock. The monotonic clock stays as it is. For one thread.
 */
final class JumpingClock {
    /** How long it may take until a process sees a jump. */
    static final long SEEN_AFTER_MILLIS = 1_100;

    private final Path library;
    private final Path file;

    private JumpingClock(Path library, Path file) {
        this.library = library;
        this.file = file;
    }

    /** A clock that goes right until it is told to jump. */
    static Optional<JumpingClock> in(Path directory) throws IOException {
        Optional<Path> library = library();
        if (library.isEmpty()) {
            return Optional.empty();
        }
        var clock = new JumpingClock(library.get(), directory.resolve("clock"));
        clock.jumpBy(0);
        return Optional.of(clock);
    }

    private static Optional<Path> library() throws IOException {
        Path libraries = Path.of("/usr/lib");
        if (!Files.isDirectory(libraries)) {
            return Optional.empty();
        }
        try (Stream<Path> places = Files.list(libraries)) {
            return places.map(place -> place.resolve("faketime/libfaketimeMT.so.1")).filter(Files::isReadable)
                    .findFirst();
        }
    }

    /** For the process that lives by it. */
    Map<String, String> environment() {
        return Map.of("LD_PRELOAD", library.toString(), "FAKETIME_TIMESTAMP_FILE", file.toString(),
                "FAKETIME_CACHE_DURATION", "1", "FAKETIME_DONT_FAKE_MONOTONIC", "1");
    }

    /**
     * Removes what the library keeps for a process in shared memory and leaves there when that is killed: a later process with the same
     * number would wait for it for ever.
     */
    void forget(long pid) throws IOException {
        Path memory = Path.of("/dev/shm");
        boolean _ = Files.deleteIfExists(memory.resolve("faketime_shm_" + pid));
        boolean _ = Files.deleteIfExists(memory.resolve("sem.faketime_sem_" + pid));
    }

    /** Stands so many seconds from the right time from now on. */
    void jumpBy(int seconds) throws IOException {
        Path next = Files.writeString(file.resolveSibling("clock.next"), "%+d\n".formatted(seconds));
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
