package com.penguinmails.benchmarks;

import com.penguinmails.mta.config.ConfigException;
import com.penguinmails.mta.node.NodeFiles;
import com.penguinmails.mta.node.PenguinNode;
import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/**
 * A measured node, a process of its own, so that its processor time is the node's alone: starts, says where it listens, then on
 * each line of input what it has used and how far its mail is; ends with its input.
 */
final class NodeMain {

    private NodeMain() {}

    /** @param arguments the file of its configuration and, if there is a second, that of its shaping */
    public static void main(String[] arguments) throws IOException, ConfigException {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var files = new NodeFiles(Path.of(arguments[0]), arguments.length > 1 ? Path.of(arguments[1]) : null);
        try (PenguinNode node = PenguinNode.start(files.read(), files)) {
            System.out.println("up " + node.smtp().getFirst() + " " + node.http().getFirst());
            while (System.in.read() >= 0) {
                var books = node.books().node();
                System.out.println("usage " + system.getProcessCpuTime() + " " + threads.getTotalThreadAllocatedBytes()
                        + " " + books.queued() + " " + books.delivered() + " "
                        + (books.accepted() - books.queued() - books.delivered()));
            }
        }
    }
}
