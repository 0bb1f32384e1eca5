package com.penguinmails.mta.schedule;

import com.penguinmails.mta.schedule.Timers.Timer;
import com.penguinmails.mta.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Mail and sites that wait for a message which a limit lets through. A token that nobody has used after the time of one more is
 * offered to further waiters, twice as many each time, until one uses it. For one thread.
 */
final class LimitedMessages {
    private static final int MOST_AT_ONCE = 4_096;

    private final Timers timers;
    private final Clock clock;
    private final LimitGate.Admission admission;

    LimitedMessages(Timers timers, Clock clock, LimitGate.Admission admission) {
        this.timers = timers;
        this.clock = clock;
        this.admission = admission;
    }

    /** The waiter waits for a message. */
    void hold(Waiter waiter, LimitLine line) {
        line.await(waiter);
        goAstray(waiter.queue());
        want(line);
        arm(line, clock.nanoTime());
    }

    /** The site's paths wait for the limit that they share with others. */
    void hold(Site site, LimitLine line) {
        line.messageTurns.waitFor(site);
        want(line);
        arm(line, clock.nanoTime());
    }

    /** The site was looked at: it has used what it could of the limit. */
    void turnOver(Site site, LimitLine line) {
        if (!line.messageTurns.isEmpty()) {
            line.messageTurns.over(site);
            call(line);
            arm(line, clock.nanoTime());
        }
    }

    /** The queue has used, or needs no more, what limits let it on for. */
    void settle(DomainQueue queue) {
        if (queue.owing.isEmpty()) {
            return;
        }
        goAstray(queue);
        for (LimitLine line : queue.owing) {
            line.owed--;
            want(line);
        }
        queue.owing = List.of();
    }

    /** The queue waits at another limit than those that let it on: their tokens are not on the way to be used. */
    static void goAstray(DomainQueue queue) {
        setAstray(queue, true);
    }

    /**
     * Wakes at the instant of the next token, or at {@code ifOpen} if there is one now. What is chosen may turn out smaller than was
     * expected of it, or be given back: then there is a token before the instant for which the timer stands, and it goes at once. A
     * timer that offers again what nobody has used stays.
     */
    void arm(LimitLine line, long ifOpen) {
        boolean wanted = line.isWaitedFor();
        if (!wanted && line.messageTimer == null) {
            return;
        }
        long now = clock.nanoTime();
        long release = wanted ? line.counter.messageReleaseNanos(now) : Long.MAX_VALUE;
        boolean open = release == now;
        long deadline = open ? ifOpen : release;
        Timer armed = line.messageTimer;
        if (armed != null
                && (armed.deadlineNanos() == deadline || open && line.offersAgain && armed.deadlineNanos() > now)) {
            return;
        }
        if (armed != null) {
            armed.cancel();
            line.messageTimer = null;
        }
        if (deadline != Long.MAX_VALUE) {
            line.messageTimer = timers.at(deadline, () -> open(line));
            line.offersAgain = open && ifOpen > now;
        }
    }

    private void open(LimitLine line) {
        line.messageTimer = null;
        line.messageTurns.newRound();
        call(line);
        long now = clock.nanoTime();
        long tokens = line.counter.available(now);
        if (tokens > 0 && line.waiting.size() > 0) {
            long spare = tokens - line.onTheWay;
            letOn(line, Math.clamp(spare, line.window, MOST_AT_ONCE));
            line.window = Math.min(MOST_AT_ONCE, line.window * 2);
        }
        arm(line, now + line.counter.intervalNanos());
    }

    /** Lets so many on; those that another limit holds at once do not count, up to as many as the window. */
    private void letOn(LimitLine line, int most) {
        int on = 0;
        int held = 0;
        Waiter waiter = line.waiting.next();
        while (waiter != null && on < most && held < line.window) {
            line.waiting.charge(waiter, 1);
            line.leave(waiter);
            DomainQueue queue = waiter.queue();
            owe(queue, line);
            admission.letOn(waiter);
            if (queue.phase == DomainQueue.Phase.THROTTLED) {
                held++;
            } else {
                on++;
            }
            waiter = line.waiting.next();
        }
        want(line);
    }

    private static void owe(DomainQueue queue, LimitLine line) {
        setAstray(queue, false);
        if (!queue.owing.contains(line)) {
            List<LimitLine> owing = new ArrayList<>(queue.owing);
            owing.add(line);
            queue.owing = owing;
            line.owed++;
            line.onTheWay++;
        }
    }

    private static void setAstray(DomainQueue queue, boolean astray) {
        if (queue.astray != astray) {
            queue.astray = astray;
            for (LimitLine line : queue.owing) {
                line.onTheWay += astray ? -1 : 1;
            }
        }
    }

    private void call(LimitLine line) {
        long now = clock.nanoTime();
        SiteTurns turns = line.messageTurns;
        while (turns.hasUncalled() && line.counter.available(now) > turns.called()) {
            Site site = turns.call();
            if (site != null) {
                admission.askPump(site);
            }
        }
        if (line.counter.available(now) > 0) {
            turns.takeAgain().forEach(admission::askPump);
        }
    }

    private void want(LimitLine line) {
        line.counter.want(line.isWaitedFor() || line.owed > 0, clock.nanoTime());
    }
}
