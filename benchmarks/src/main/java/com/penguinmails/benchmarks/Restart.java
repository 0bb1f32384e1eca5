package com.penguinmails.benchmarks;

/**
 * One start of a node; seconds from the start of the process, memory in octets once all mail is back in the queue.
 *
 * @param up its ports are open
 * @param recovered all mail is in the queue
 * @param direct buffers outside the heap
 * @param resident the process in all, files that it maps included
 * @param queueBytes what queue and spool keep outside the heap for recipients
 * @param build seconds to fill the spool before
 */
record Restart(double up, double recovered, double firstDelivery, long heap, long direct, long resident,
        long queueBytes, double build) {}
