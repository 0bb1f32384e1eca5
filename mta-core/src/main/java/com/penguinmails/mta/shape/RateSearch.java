package com.penguinmails.mta.shape;

/**
 * Searches the rate that a receiver allows, between one that it took and one that it refused. The law:
 *
 * <ul>
 * <li>A rate is <em>good</em> once a whole step at it was taken without a refusal while mail used it up; it is <em>bad</em> once
 * it was refused. The next rate lies between them, in the middle of their ratio, until they are within {@value #CLOSE} of each
 * other or less than a message apart in a window.
 * <li>From then on, or where nothing bad is known, the rate is raised: by {@value #LEAST_RAISE} of it first, by twice as much
 * after each raise that was taken, by half of it at most. So a receiver that allows much more than before is followed in a few
 * steps.
 * <li>A step into the unknown is taken only if the credit covers what the last one cost. Each message that is taken adds its
 * share to the credit, each that is deferred in such a step takes one away: in the long run no more than that share of the
 * messages is deferred by searching. While it learns, steps are free; the credit that it begins with is for them and ends with
 * them, so that where little is taken the next step comes only when it is paid for.
 * <li>A refusal in a step into the unknown returns to the good rate. A refusal at the good rate means that less is allowed now:
 * the rate becomes what was taken of late, at most nine tenths of what it was, and nothing is good any more.
 * </ul>
 *
 * <p>Rates are messages per second. For one thread.
 */
final class RateSearch {
    private static final double CLOSE = 1.06;
    private static final double LEAST_RAISE = 0.02;
    private static final double MOST_RAISE = 0.5;
    /** What is left below an estimate: it is known only within a message or two, and the receiver's clock is not ours. */
    private static final double MARGIN = 0.96;
    private static final double FIRST_CREDIT = 2;
    private static final double MOST_CREDIT = 20;

    private double share;
    private double windowSeconds;
    private double rate;
    private double good;
    private double bad = Double.POSITIVE_INFINITY;
    private double raise = MOST_RAISE;
    private double credit = FIRST_CREDIT;
    private double spent;
    private boolean learning = true;

    RateSearch(double windowSeconds, double share) {
        this.windowSeconds = windowSeconds;
        this.share = share;
    }

    /** Goes on with what it knows, by another window and share. */
    void change(double newWindowSeconds, double newShare) {
        windowSeconds = newWindowSeconds;
        share = newShare;
    }

    double rate() {
        return rate;
    }

    /** Whether the rate is one that the receiver may refuse. */
    boolean isTrying() {
        return rate > good;
    }

    /** Whether the rate grows by so much at a time that a step need not be as long as the receiver's window. */
    boolean isFast() {
        return bad == Double.POSITIVE_INFINITY && raise >= MOST_RAISE;
    }

    /**
     * The first estimate.
     *
     * @param exact whether it was taken over the whole of a receiver's window, so that it is also the most that is allowed
     */
    void begin(double estimate, boolean exact) {
        rate = atLeast(estimate * MARGIN);
        good = 0;
        bad = exact ? estimate * (2 - MARGIN) : Double.POSITIVE_INFINITY;
        raise = exact ? LEAST_RAISE : MOST_RAISE;
        spent = 0;
    }

    /** Messages were taken. */
    void taken(long messages) {
        credit = Math.min(credit + messages * share, MOST_CREDIT);
    }

    /** A message was deferred for the rate. */
    void deferred(long messages) {
        spent += messages;
    }

    /** From now on each step has its price. */
    void endLearning() {
        if (learning) {
            learning = false;
            credit = 0;
        }
    }

    /**
     * The rate was refused.
     *
     * @param estimate what was taken between this refusal and the one before
     */
    void refused(double estimate) {
        bad = rate;
        raise = LEAST_RAISE;
        credit -= learning ? 0 : spent;
        if (good > 0 && isTrying()) {
            rate = good;
        } else {
            good = 0;
            rate = atLeast(Math.min(rate * 0.9, estimate * MARGIN));
        }
        spent = 0;
    }

    /** A whole step was taken at this rate, and used up. */
    void stepTaken() {
        if (isTrying() && good > 0) {
            raise = Math.min(MOST_RAISE, raise * 2);
        }
        good = rate;
        if (good >= bad) {
            bad = Double.POSITIVE_INFINITY;
        }
        if (credit >= 1) {
            rate = next();
        }
    }

    private double next() {
        boolean close = bad <= good * CLOSE || (bad - good) * windowSeconds <= 1;
        double raised = Math.max(good * (1 + raise), good + 1 / windowSeconds);
        return bad == Double.POSITIVE_INFINITY || close ? raised : Math.sqrt(good * bad);
    }

    /** One message in a window: below that nothing can be learned. */
    private double atLeast(double wanted) {
        return Math.max(wanted, 1 / windowSeconds);
    }
}
