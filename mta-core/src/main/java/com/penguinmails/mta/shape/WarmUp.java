package com.penguinmails.mta.shape;

import com.penguinmails.mta.outcome.Outcome;

/**
 * The warm-up of one source at one provider. A law for its steps:
 *
 * <ul>
 * <li>within a step never more is taken than its cap, whatever becomes of it ({@link WarmUpMarks});
 * <li>when a step ends it goes back one if a rate has reached {@code retreat} or the source was stopped; it stays if one has reached
 * {@code hold}, or too little of the cap was used; else it goes on; never by more than one;
 * <li>behind the last step it is warm and takes no part any more, unless an operator sets it back;
 * <li>when blocks reach {@code retreat} within a step, nothing is taken until that ends.
 * </ul>
 *
 * <p>Times are wall time in milliseconds since 1970. For one thread.
 */
public final class WarmUp {
    /** The cap after a step that ended: why it is what it is. */
    private enum Course {
        ONWARD,
        HELD,
        BACK
    }

    private final String source;
    private final String provider;
    private final WarmUpMarks marks = new WarmUpMarks();
    private WarmUpPlan plan;
    private int step;
    private long beginMillis;
    private long sinceMillis;
    private WarmUpRates rates = WarmUpRates.NONE;
    private Course course = Course.ONWARD;
    private String reason = "";
    private boolean stopped;
    private long shutMillis;

    /** @param step the step to begin at; behind the last it is warm */
    public WarmUp(String source, String provider, WarmUpPlan plan, int step, long nowMillis) {
        this.source = source;
        this.provider = provider;
        this.plan = plan;
        this.step = Math.min(step, plan.steps() + 1);
        this.beginMillis = plan.beginMillis(nowMillis);
        this.sinceMillis = nowMillis;
    }

    /** What outlives a restart: all below {@code mark} counts as sent. */
    public record Kept(int step, long beginMillis, long sinceMillis, long mark, WarmUpRates rates, String course,
            String reason, boolean stopped, long shutMillis) {}

    public String source() {
        return source;
    }

    public String provider() {
        return provider;
    }

    public WarmUpPlan plan() {
        return plan;
    }

    /** From 1; one more than there are when it is warm. */
    public int step() {
        return step;
    }

    /** Since when it is on this step. */
    public long sinceMillis() {
        return sinceMillis;
    }

    /** When the step began in which it is. */
    public long beginMillis() {
        return beginMillis;
    }

    /** When the step ends in which it is. */
    public long endMillis() {
        return plan.endMillis(beginMillis);
    }

    public long cap() {
        return plan.cap(step);
    }

    /** The cap as a rate. */
    public double capPerSecond() {
        return cap() * 1000.0 / plan.config().step().toMillis();
    }

    /** What was taken in this step, and not given back. */
    public long sent() {
        return marks.sent();
    }

    public WarmUpRates rates() {
        return rates;
    }

    /** Why it stands as it does, in words; empty where there is nothing to say. */
    public String reason() {
        return reason;
    }

    /** Since when nothing more is taken; only while it is capped or stopped. */
    public long shutMillis() {
        return shutMillis;
    }

    public boolean isWarm() {
        return step > plan.steps();
    }

    /** Whether nothing is taken until the step ends. */
    public boolean isShut() {
        return !isWarm() && (stopped || marks.sent() >= cap());
    }

    /** Whether one more recipient may be taken now. */
    public boolean admits() {
        return isWarm() || !stopped && marks.admits(cap());
    }

    /** Whether nothing has happened in this step that its end would be judged by. */
    public boolean isUntouched() {
        return marks.asked() == 0 && rates.equals(WarmUpRates.NONE) && !stopped;
    }

    public WarmUpState state() {
        if (isWarm()) {
            return WarmUpState.WARM;
        }
        if (stopped) {
            return WarmUpState.STOPPED;
        }
        if (marks.sent() >= cap()) {
            return WarmUpState.CAPPED;
        }
        return switch (course) {
            case ONWARD -> WarmUpState.WARMING;
            case HELD -> WarmUpState.HOLDING;
            case BACK -> WarmUpState.RETREATED;
        };
    }

    /** Takes a recipient; only when it {@link #admits} one. Whether the cap is used up by it. */
    public boolean claim(long nowMillis) {
        marks.claim();
        if (isWarm() || marks.sent() < cap()) {
            return false;
        }
        shutMillis = nowMillis;
        return true;
    }

    /** Recipients that were taken in this step will not be sent. */
    public void giveBack(int recipients) {
        marks.giveBack(recipients);
    }

    /** Whether a higher mark is to be kept before more can be taken. */
    public boolean needsMark() {
        return !isWarm() && !stopped && marks.isLow(cap());
    }

    /** Asks for the next mark: from now on it is part of what {@link #kept} tells. */
    public void askMark() {
        marks.ask(cap());
    }

    /** The mark that is on disk or on its way there. */
    public long askedMark() {
        return marks.asked();
    }

    /** A mark of this step is on disk. */
    public void marked(long mark) {
        marks.kept(mark);
    }

    /** A recipient has its outcome. Whether the source is stopped by it. */
    public boolean attempted(Outcome outcome, long nowMillis) {
        rates = rates.with(outcome);
        return stopIfBlocked(nowMillis);
    }

    /** A receiver refused the connection. Whether the source is stopped by it. */
    public boolean refused(Outcome outcome, long nowMillis) {
        return WarmUpRates.isBlock(outcome) && attempted(outcome, nowMillis);
    }

    /** Recipients have complained. */
    public void complained(long count) {
        rates = rates.withComplaints(count);
    }

    /**
     * Ends the step if its time is over; whether it was. However long ago that was, one step is judged.
     */
    public boolean endStep(long nowMillis) {
        if (nowMillis < endMillis()) {
            return false;
        }
        int before = step;
        if (!isWarm()) {
            judge();
        }
        beginMillis = plan.beginMillis(nowMillis);
        if (step != before) {
            sinceMillis = nowMillis;
        }
        marks.restore(0);
        rates = WarmUpRates.NONE;
        stopped = false;
        shutMillis = 0;
        return true;
    }

    /** An operator sets it to a step, at once; what was sent in this step of time stays sent. */
    public void set(int newStep, String why, long nowMillis) {
        step = Math.clamp(newStep, 1, plan.steps() + 1);
        sinceMillis = nowMillis;
        course = Course.ONWARD;
        reason = why;
        rates = WarmUpRates.NONE;
        stopped = false;
        shutMillis = nowMillis;
    }

    /** Goes by another plan, on the step where it is; what is warm stays so. */
    public void change(WarmUpPlan newPlan, long nowMillis) {
        boolean warm = isWarm();
        plan = newPlan;
        step = warm ? plan.steps() + 1 : Math.min(step, plan.steps());
        beginMillis = plan.beginMillis(nowMillis);
    }

    /** What is to be known after a restart. */
    public Kept kept() {
        return new Kept(isWarm() ? 0 : step, beginMillis, sinceMillis, marks.asked(), rates, course.name(), reason,
                stopped, shutMillis);
    }

    /**
     * Takes over what was kept before a restart.
     *
     * @throws IllegalArgumentException if that says nothing
     */
    public void restore(Kept kept) {
        course = Course.valueOf(kept.course());
        step = kept.step() == 0 ? plan.steps() + 1 : Math.clamp(kept.step(), 1, plan.steps());
        beginMillis = kept.beginMillis();
        sinceMillis = kept.sinceMillis();
        rates = kept.rates();
        reason = kept.reason();
        stopped = kept.stopped();
        shutMillis = kept.shutMillis();
        marks.restore(kept.mark());
    }

    private boolean stopIfBlocked(long nowMillis) {
        if (stopped || isWarm() || !plan.isEnough(rates.attempts(), step)) {
            return false;
        }
        String words = rates.blocked(plan.retreats(), "retreat");
        if (words.isEmpty()) {
            return false;
        }
        stopped = true;
        shutMillis = nowMillis;
        reason = words;
        return true;
    }

    private void judge() {
        boolean enough = plan.isEnough(rates.attempts(), step);
        String back = enough ? rates.reached(plan.retreats(), "retreat") : "";
        String hold = enough ? rates.reached(plan.holds(), "hold") : "";
        if (stopped || !back.isEmpty()) {
            reason = back.isEmpty() ? reason : back;
            course = Course.BACK;
            step = Math.max(1, step - 1);
        } else if (!hold.isEmpty()) {
            reason = hold;
            course = Course.HELD;
        } else if (!plan.isUsed(marks.sent(), step)) {
            reason = marks.sent() + " of " + cap() + " were sent, less than " + plan.config().useNeeded()
                    + ", which advance_at asks for";
            course = Course.ONWARD;
        } else {
            reason = "";
            course = Course.ONWARD;
            step++;
        }
    }
}
