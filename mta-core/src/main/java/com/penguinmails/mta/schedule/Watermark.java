package com.penguinmails.mta.schedule;

/**
 * A level with two marks: at the high one new mail is refused for now, and taken again only at the low one, so that it does not
 * flutter between the two with every message. Thread-safe.
 */
public final class Watermark {
    private static final int PERCENT = 100;

    private final long high;
    private final long low;
    private volatile boolean above;

    /** @param resumePercent the low mark, in percent of the high one */
    public Watermark(long high, int resumePercent) {
        this.high = high;
        this.low = (long) ((double) high * resumePercent / PERCENT);
    }

    /**
     * Whether {@code more} must be refused at this level. One that alone is too much for the room that there is, while the level is
     * under the low mark, is refused by itself and the next one is not.
     */
    public boolean refuses(long level, long more) {
        if (above && level <= low) {
            above = false;
        }
        boolean tooMuch = level + more > high;
        if (tooMuch && level > low) {
            above = true;
        }
        return above || tooMuch;
    }

    /** How many more are taken at this level; 0 where all are refused. */
    public long room(long level) {
        return refuses(level, 0) ? 0 : Math.max(0, high - level);
    }

    /** Whether new mail is refused until the low mark is reached. */
    public boolean isAbove() {
        return above;
    }

    public long high() {
        return high;
    }

    /** The level at which it is taken again. */
    public long low() {
        return low;
    }
}
