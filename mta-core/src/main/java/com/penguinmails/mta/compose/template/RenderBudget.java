package com.penguinmails.mta.compose.template;

import com.penguinmails.mta.time.Clock;

/**
 * What one mail may cost: turns of loops, characters and time, over all of its templates. Turns and characters are the bounds in
 * practice, for they are the same at each attempt; the time is for what they do not see. For one thread.
 */
public final class RenderBudget {
    /** Turns of all loops together. */
    public static final int MAX_TURNS = 100_000;
    /** Characters of all parts together, and of what a filter joins. */
    public static final int MAX_CHARACTERS = 4_000_000;
    /** Nanoseconds. */
    public static final long MAX_NANOS = 5_000_000_000L;

    private final Clock clock;
    private final long startNanos;
    private int turns;
    private long characters;

    /** Time runs from now. */
    public RenderBudget(Clock clock) {
        this.clock = clock;
        this.startNanos = clock.nanoTime();
    }

    /** One more turn of a loop. */
    void turn() {
        if (++turns > MAX_TURNS) {
            throw new BudgetExceededException("its loops turn more than " + MAX_TURNS + " times; shorten the lists");
        }
        requireTime();
    }

    /** So many more characters. */
    void characters(int count) {
        characters += count;
        if (characters > MAX_CHARACTERS) {
            throw new BudgetExceededException("more than " + MAX_CHARACTERS + " characters come of it; shorten it");
        }
        requireTime();
    }

    private void requireTime() {
        if (clock.nanoTime() - startNanos > MAX_NANOS) {
            throw new BudgetExceededException("rendering takes longer than 5 seconds; simplify it");
        }
    }
}
