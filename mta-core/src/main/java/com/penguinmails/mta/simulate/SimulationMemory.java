package com.penguinmails.mta.simulate;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Memory outside the heap, in which simulated recipients are queued.
 *
 * @param free octets that the process may still take there
 */
public record SimulationMemory(long free) {
    /** Octets of a queued recipient, at most. */
    private static final long RECIPIENT = 64;
    private static final long MIB = 1 << 20;

    /** What is free in this process now. */
    public static SimulationMemory here() {
        long most = Long.parseLong(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .getVMOption("MaxDirectMemorySize").getValue());
        long used = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct")).mapToLong(BufferPoolMXBean::getMemoryUsed).sum();
        return new SimulationMemory((most == 0 ? Runtime.getRuntime().maxMemory() : most) - used);
    }

    /** How many recipients have room. */
    public long recipients() {
        return Math.max(0, free / RECIPIENT);
    }

    /**
     * The same plan, if its recipients have room.
     *
     * @throws SimulationInputException if not
     */
    public SimulationPlan room(SimulationPlan plan) throws SimulationInputException {
        Optional<String> problem = problem(plan.recipients());
        if (problem.isPresent()) {
            throw new SimulationInputException(List.of(new SimulationInputException.Problem("", problem.get())));
        }
        return plan;
    }

    /** In words, why so many have no room, and the mend; empty if they have. */
    public Optional<String> problem(long recipients) {
        if (recipients <= recipients()) {
            return Optional.empty();
        }
        return Optional.of(String.format(Locale.ROOT,
                "%,d recipients need %,d MiB of memory outside the heap, and there is room for %,d in %,d MiB; simulate fewer,"
                        + " or start with PENGUIN_JAVA_OPTS=-XX:MaxDirectMemorySize=%dg",
                recipients, Math.ceilDiv(recipients * RECIPIENT, MIB), recipients(), free / MIB,
                Math.ceilDiv(recipients * RECIPIENT, 1024 * MIB) + 1));
    }
}
