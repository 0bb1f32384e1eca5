package com.penguinmails.benchmarks;

import java.lang.management.ManagementFactory;

/** Time on a processor, which other work of the machine does not add to. */
final class Cpu {

    private Cpu() {}

    /** What the calling thread has used so far. */
    static long nanosOfThisThread() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
