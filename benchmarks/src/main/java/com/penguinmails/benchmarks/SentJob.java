package com.penguinmails.benchmarks;

import java.util.List;

/**
 * How one job went.
 *
 * @param id the node's name for it
 * @param acceptedSeconds from its first octet to the answer that all of it is on disk
 * @param firstDeliverySeconds from that answer to the first delivery; below zero if that came before
 */
record SentJob(String id, double acceptedSeconds, double firstDeliverySeconds) {

    /** What the node did in each of several equal times, one after the other. */
    record Steady(List<RelayCost> costs) {

        Steady {
            costs = List.copyOf(costs);
        }

        double[] perSecond() {
            return costs.stream().mapToDouble(RelayCost::perSecond).toArray();
        }

        double[] cpuMillis() {
            return costs.stream().mapToDouble(cost -> cost.cpuNanos() / 1e6).toArray();
        }
    }
}
