package com.penguinmails.benchmarks;

/**
 * What each message of one run cost the node.
 *
 * @param cpuNanos processor time
 * @param allocated octets of heap
 * @param perSecond messages a second, from the first submission to the last delivery
 */
record RelayCost(double cpuNanos, double allocated, double perSecond) {

    static RelayCost between(NodeUsage before, NodeUsage after, double seconds) {
        double messages = after.delivered() - before.delivered();
        return new RelayCost((after.cpuNanos() - before.cpuNanos()) / messages,
                (after.allocated() - before.allocated()) / messages, messages / seconds);
    }
}
