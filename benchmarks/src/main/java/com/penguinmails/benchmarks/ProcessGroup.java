package com.penguinmails.benchmarks;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The processes of one session (setsid(2)) together, as {@code /proc} tells of them (proc_pid_stat(5)); a server of many processes
 * is one.
 *
 * @param session the process id of the session's leader
 */
record ProcessGroup(long session) {
    private static final Path PROC = Path.of("/proc");
    /** Clock ticks a second that the kernel counts processor time in, for programs. */
    private static final long TICKS = 100;
    private static final long NANOS_PER_TICK = 1_000_000_000 / TICKS;
    private static final long KIB = 1024;
    /** Of the fields behind the name of the program. */
    private static final int SESSION = 3;
    private static final int USER_TIME = 11;
    private static final int CHILDREN_SYSTEM_TIME = 14;

    /** Takes a figure of one process from its directory. */
    private interface Figure {
        long of(Path process, String[] stat) throws IOException;
    }

    /** Processor time of those that live and of those that they waited for. */
    long cpuNanos() throws IOException {
        return sum((_, stat) -> {
            long ticks = 0;
            for (int i = USER_TIME; i <= CHILDREN_SYSTEM_TIME; i++) {
                ticks += Long.parseLong(stat[i]);
            }
            return ticks * NANOS_PER_TICK;
        });
    }

    /** Octets of memory that they have resident; a page that several share is counted once. */
    long residentBytes() throws IOException {
        return sum((process, _) -> kibibytes(process.resolve("smaps_rollup"), "Pss:"));
    }

    private long sum(Figure figure) throws IOException {
        long sum = 0;
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                sum += figureOf(process, figure);
            }
        }
        return sum;
    }

    private long figureOf(Path process, Figure figure) {
        try {
            String line = Files.readString(process.resolve("stat"));
            // The name, in parentheses, may hold blanks.
            String[] stat = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
            return Long.parseLong(stat[SESSION]) == session ? figure.of(process, stat) : 0;
        } catch (IOException _) {
            // It has ended meanwhile.
            return 0;
        }
    }

    /** A line of a file of {@code /proc} such as {@code VmRSS: 1234 kB}, in octets; 0 without one. */
    static long kibibytes(Path file, String name) throws IOException {
        return Files.readAllLines(file).stream().filter(line -> line.startsWith(name)).findFirst()
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIB).orElse(0L);
    }
}
