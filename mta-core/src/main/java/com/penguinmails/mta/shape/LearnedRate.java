package com.penguinmails.mta.shape;

import com.penguinmails.mta.config.FeedbackConfig;
import com.penguinmails.mta.config.Rate;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The rate of messages that a receiver allows, learned from what it defers. The law:
 *
 * <ul>
 * <li>{@code FREE}: nothing was deferred for its rate; nothing is held back, and what is taken is counted.
 * <li>{@code FREE} or {@code PACED} → {@code RESTING} at a deferral for the rate: no message begins. The pause is short first, as
 * nobody knows when the receiver's window ends, and longer after each question that is deferred and where little is taken.
 * <li>{@code RESTING} → {@code ASKING} when the pause is over: one message begins, and no other before it has its answer. Deferred:
 * back to {@code RESTING}. Taken: {@code PACED}.
 * <li>{@code PACED}: messages begin evenly at the rate of a {@link RateSearch}, whatever the receiver's window. A step that was
 * used up without a deferral moves the search on.
 * <li>What began before a pause and is deferred during it says nothing new. A rate is never forgotten by time alone while mail
 * flows; it grows by steps.
 * </ul>
 *
 * <p>The estimates: at first what was taken until the deferral, over the time until a message was taken again, at most the
 * window of {@link FeedbackConfig#rateWindow}; later what was taken from one deferral to the next. The second is exact for a
 * receiver that refills a bucket, and for one that counts in windows once refusals lie a window apart. For one thread.
 */
public final class LearnedRate {
    /**
     * A pause begins with this part of the window, and becomes no longer than the second before a window has passed; where few
     * messages are taken in a window it is longer, as each question may be deferred and costs as much as one of them is worth.
     */
    private static final int FIRST_PAUSE = 30;
    private static final int LONGEST_PAUSE = 6;
    private static final int FEWEST_QUESTIONS = 2;
    private static final int TAKEN_PER_QUESTION = 5;
    private static final long MOST_REST_NANOS = Duration.ofMinutes(15).toNanos();
    private static final long REMEMBERED_NANOS = Duration.ofHours(1).toNanos();
    /** So many windows after the first deferral, searching is not yet charged. */
    private static final int LEARNING = 5;
    private static final double USED = 0.8;

    private enum State {
        FREE,
        RESTING,
        ASKING,
        PACED
    }

    private long window;
    private final RateSearch search;
    private RecentCount recent;
    private State state = State.FREE;
    private @Nullable TokenBucket bucket;
    private int reserved;
    /** Since when what is taken is counted without a gap of a window. */
    private long activeSince;
    private long lastTaken;
    /** The deferral that began the last pause. */
    private long refusedAt;
    private long learnedSince;
    /** When a message may be asked with, and from when on its answer counts. */
    private long restUntil;
    private long pause;
    private boolean asked;
    /** Taken between the last two pauses, and since the last. */
    private long takenBefore;
    private long takenSince;
    private long spanNanos;
    private long stepSince;
    private long stepBegun;
    private String reply = "";

    public LearnedRate(FeedbackConfig config, long nowNanos) {
        window = config.rateWindow().toNanos();
        search = new RateSearch(window / 1e9, config.probePermille() / 1e3);
        recent = new RecentCount(window, nowNanos);
        activeSince = nowNanos;
        lastTaken = nowNanos;
    }

    /** Goes on with what it knows by other settings; what was taken of late is counted anew by another window. */
    public void change(FeedbackConfig config, long nowNanos) {
        long newWindow = config.rateWindow().toNanos();
        search.change(newWindow / 1e9, config.probePermille() / 1e3);
        if (newWindow != window) {
            window = newWindow;
            recent = new RecentCount(newWindow, nowNanos);
            activeSince = nowNanos;
        }
    }

    /** The earliest instant for one more message; {@link Long#MAX_VALUE}: after the answer to the one that asks. */
    public long releaseNanos(long nowNanos) {
        return switch (state) {
            case FREE -> nowNanos;
            case RESTING -> Math.max(nowNanos, restUntil) > nowNanos ? restUntil : asking(nowNanos);
            case ASKING -> asking(nowNanos);
            case PACED -> paced().releaseNanos(nowNanos);
        };
    }

    /** Whether what is ready to begin must wait all the same, because the receiver has refused meanwhile. */
    public boolean isResting(long nowNanos) {
        return state == State.RESTING && nowNanos < restUntil;
    }

    /** Puts one message aside. Only when {@link #releaseNanos} says so. */
    public void reserve() {
        reserved++;
        if (bucket != null) {
            bucket.reserve();
        }
    }

    /** Gives a reserved message back unused. */
    public void release() {
        reserved--;
        if (bucket != null) {
            bucket.release();
        }
    }

    /** A reserved message begins. */
    public void begin(long nowNanos) {
        reserved--;
        stepBegun++;
        if (state == State.ASKING || state == State.RESTING && nowNanos >= restUntil) {
            state = State.ASKING;
            asked = true;
        }
        if (bucket != null) {
            bucket.take(nowNanos);
        }
    }

    /** A message that began at {@code beganNanos} was not deferred for the rate. */
    public void taken(long beganNanos, long nowNanos) {
        if (nowNanos - lastTaken > window) {
            activeSince = beganNanos;
        }
        lastTaken = nowNanos;
        recent.add(nowNanos, 1);
        search.taken(1);
        if (state == State.RESTING || state == State.ASKING && beganNanos < restUntil) {
            takenBefore++;
            return;
        }
        takenSince++;
        if (state != State.FREE && nowNanos - learnedSince > LEARNING * window) {
            search.endLearning();
        }
        if (state == State.ASKING) {
            resume(beganNanos, nowNanos);
        } else if (state == State.PACED) {
            step(nowNanos);
        }
    }

    /** A message that began at {@code beganNanos} was deferred for the rate, with these words. */
    public void refused(long beganNanos, long nowNanos, String words) {
        search.deferred(1);
        boolean late = state != State.FREE && beganNanos < restUntil;
        if (late) {
            return;
        }
        reply = words;
        if (state == State.ASKING) {
            asked = false;
            restAgain(nowNanos);
        } else if (state != State.RESTING) {
            rest(nowNanos);
        }
    }

    /** A message was begun that the receiver never heard of. */
    public void unheard(long beganNanos) {
        if (state == State.ASKING && beganNanos >= restUntil) {
            asked = false;
        }
    }

    /** Whether it would be no loss to forget it. */
    public boolean isRested(long nowNanos) {
        return state == State.FREE || nowNanos - refusedAt > REMEMBERED_NANOS;
    }

    /** Whether a rate was learned. */
    public boolean isLearned() {
        return state != State.FREE;
    }

    /** Messages per second that are sent at most; 0 while none was learned. */
    public double perSecond() {
        return search.rate();
    }

    /** Messages per second that were taken in the last window. */
    public double takenPerSecond(long nowNanos) {
        return recent.total(nowNanos) * 1e9 / window;
    }

    /** When the first deferral for the rate came. */
    public long sinceNanos() {
        return learnedSince;
    }

    /** The receiver's words at the last deferral for the rate. */
    public String reply() {
        return reply;
    }

    /** In words, such as {@code learned rate of 9.6/min}. */
    public String describe() {
        String why = reply.isEmpty() ? "" : " (the receiver said: " + reply + ")";
        return switch (state) {
            case FREE -> "";
            case RESTING -> "pause after a deferral for the rate" + why;
            case ASKING -> "waiting for the answer to one message after a deferral for the rate" + why;
            case PACED -> "learned rate of " + words(search.rate()) + why;
        };
    }

    private static String words(double perSecond) {
        return perSecond >= 10
                ? String.format(Locale.ROOT, "%.0f/s", perSecond)
                : String.format(Locale.ROOT, "%.1f/min", perSecond * 60);
    }

    private long asking(long nowNanos) {
        return asked || reserved > 0 ? Long.MAX_VALUE : nowNanos;
    }

    private TokenBucket paced() {
        TokenBucket pacing = bucket;
        if (pacing == null) {
            throw new IllegalStateException("a learned rate has a bucket");
        }
        return pacing;
    }

    private void rest(long nowNanos) {
        if (state == State.FREE) {
            learnedSince = nowNanos;
            takenBefore = recent.total(nowNanos);
            spanNanos = Math.min(window, nowNanos - activeSince);
        } else {
            takenBefore = takenSince;
            spanNanos = nowNanos - refusedAt;
        }
        takenSince = 0;
        state = State.RESTING;
        refusedAt = nowNanos;
        pause = firstPause();
        restUntil = nowNanos + pause;
        bucket = null;
    }

    private void restAgain(long nowNanos) {
        long rested = nowNanos - refusedAt;
        long longest = rested < 2 * window ? window / questions() : rested / 2;
        pause = Math.min(Math.min(pause * 2, Math.max(longest, 1)), MOST_REST_NANOS);
        state = State.RESTING;
        restUntil = nowNanos + pause;
    }

    /** The time in which a receiver that refills a bucket allows one more, as far as that is known. */
    private long firstPause() {
        if (search.rate() > 0) {
            return Math.max(window / FIRST_PAUSE, (long) (1e9 / search.rate()));
        }
        return window / (takenBefore == 0 ? FIRST_PAUSE : Math.clamp(takenBefore, LONGEST_PAUSE, FIRST_PAUSE));
    }

    /** How many questions a window is worth. */
    private int questions() {
        long taken = search.rate() == 0 ? takenBefore : (long) (search.rate() * window / 1e9);
        return taken == 0 ? LONGEST_PAUSE : Math.clamp(taken / TAKEN_PER_QUESTION, FEWEST_QUESTIONS, LONGEST_PAUSE);
    }

    private void resume(long beganNanos, long nowNanos) {
        asked = false;
        if (search.rate() == 0) {
            long span = Math.min(window, spanNanos + beganNanos - refusedAt);
            search.begin(takenBefore * 1e9 / Math.max(span, 1), span >= window * 0.9);
        } else {
            search.refused(takenBefore * 1e9 / Math.max(spanNanos, 1));
        }
        state = State.PACED;
        pace(nowNanos);
        startEmpty(paced(), nowNanos);
    }

    /** The message that asked was the first at this rate, and nothing may follow it in a burst. */
    private static void startEmpty(TokenBucket bucket, long nowNanos) {
        while (bucket.available(nowNanos) > 0) {
            bucket.reserve();
            bucket.take(nowNanos);
        }
    }

    private void pace(long nowNanos) {
        TokenBucket pacing = bucket;
        Rate rate = rate(search.rate());
        if (pacing == null) {
            pacing = new TokenBucket(rate, nowNanos);
            for (int i = 0; i < reserved; i++) {
                pacing.reserve();
            }
            bucket = pacing;
        } else {
            pacing.change(rate, nowNanos);
        }
        stepSince = nowNanos;
        stepBegun = 0;
    }

    private static Rate rate(double perSecond) {
        return new Rate(Math.max(1, (long) (perSecond * 3_600)), Duration.ofHours(1));
    }

    private void step(long nowNanos) {
        long elapsed = nowNanos - stepSince;
        long needed = search.isFast() ? window / 6 : window + window / 10;
        if (elapsed < needed || stepBegun < 2) {
            return;
        }
        if (stepBegun >= USED * search.rate() * elapsed / 1e9) {
            search.stepTaken();
        }
        pace(nowNanos);
    }
}
