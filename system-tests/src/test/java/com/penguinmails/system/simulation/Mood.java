package com.penguinmails.system.simulation;

/**
 * How a receiver behaves for a while: how often in a thousand times each thing happens.
 *
 * @param refuses the connection is refused
 * @param silent it says nothing from here on, so that only a time-out ends it
 * @param drops the connection is closed in mid-sentence
 * @param busy 421, and the connection is closed
 * @param later 4xx to a command or a content
 * @param never 5xx to a command or a content
 * @param odd it says something that nobody asked for, or nonsense
 * @param slow it takes seconds or minutes to answer
 * @param connections more than so many at once are greeted with 421
 */
record Mood(int refuses, int silent, int drops, int busy, int later, int never, int odd, int slow, int connections) {
    static final Mood GOOD = new Mood(0, 0, 0, 0, 0, 20, 0, 0, 100);

    private static final Mood[] ALL = {GOOD, GOOD, new Mood(20, 2, 10, 10, 40, 30, 5, 20, 4),
            new Mood(0, 0, 0, 50, 200, 20, 0, 0, 2), new Mood(1000, 0, 0, 0, 0, 0, 0, 0, 1),
            new Mood(0, 60, 0, 0, 0, 0, 0, 50, 5), new Mood(0, 0, 120, 0, 20, 20, 0, 0, 5),
            new Mood(0, 0, 0, 0, 0, 20, 60, 0, 5), new Mood(0, 0, 0, 0, 20, 300, 0, 0, 5)};

    static Mood any(World world) {
        return ALL[world.random().nextInt(ALL.length)];
    }
}
