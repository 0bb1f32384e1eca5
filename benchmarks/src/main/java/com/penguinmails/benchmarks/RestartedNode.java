package com.penguinmails.benchmarks;

import com.penguinmails.mta.config.ConfigException;
import com.penguinmails.mta.node.NodeFiles;
import com.penguinmails.mta.node.PenguinNode;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The node of {@code bench restart}, a process of its own: starts, says when it is up and when its queue is read back, then on a
 * line of input what memory it holds; ends with its input.
 */
final class RestartedNode {
    private static final long KIB = 1024;
    private static final long LOOK_NANOS = 5_000_000;
    private static final int WHOLE = 100;

    private RestartedNode() {}

    /** @param arguments the file of its configuration */
    public static void main(String[] arguments) throws IOException, ConfigException {
        var files = new NodeFiles(Path.of(arguments[0]), null);
        try (PenguinNode node = PenguinNode.start(files.read(), files)) {
            System.out.println("up");
            while (node.recoveredPercent() < WHOLE) {
                LockSupport.parkNanos(LOOK_NANOS);
            }
            System.out.println("recovered");
            while (System.in.read() >= 0) {
                System.out.println("memory " + Heap.usedAfterCollection() + " " + direct() + " " + residentBytes() + " "
                        + node.memoryBytes());
            }
        }
    }

    /** Octets of direct buffers, in which the queue lies. */
    private static long direct() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct")).mapToLong(BufferPoolMXBean::getMemoryUsed).sum();
    }

    private static long residentBytes() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("/proc/self/status"));
        String line = lines.stream().filter(each -> each.startsWith("VmRSS:")).findFirst().orElse("VmRSS: 0 kB");
        return Long.parseLong(line.replaceAll("\\D", "")) * KIB;
    }
}
