package com.penguinmails.benchmarks;

/**
 * What a node has used since its start, and how far its mail is.
 *
 * @param cpuNanos of all its threads, those of the JIT compiler and of the collector too
 * @param allocated octets of heap that its threads took; 0 where there is no such heap
 * @param queued recipients that wait or are on their way
 * @param delivered recipients
 * @param lost recipients that ended in another way
 */
record NodeUsage(long cpuNanos, long allocated, long queued, long delivered, long lost) {

    /** Of the words behind {@code usage}. */
    static NodeUsage parse(String line) {
        String[] words = line.split(" ", -1);
        return new NodeUsage(Long.parseLong(words[1]), Long.parseLong(words[2]), Long.parseLong(words[3]),
                Long.parseLong(words[4]), Long.parseLong(words[5]));
    }
}
