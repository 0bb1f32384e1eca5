package com.penguinmails.mta.schedule;

import com.penguinmails.mta.outcome.FailureScope;
import com.penguinmails.mta.outcome.Outcome;
import com.penguinmails.mta.time.Clock;

/** Lets each path learn from what its receiver says how many connections and messages it allows. For one thread. */
record PathLearning(Clock clock) implements AttemptObserver {

    @Override
    public void opened(Path path) {
        path.gate.opened(path.opening);
    }

    @Override
    public void closed(Path path) {
        path.gate.feedback().window().closed(clock.nanoTime());
    }

    @Override
    public void notOpened(Path path, Outcome outcome, FailureScope scope) {
        if (scope != FailureScope.SOURCE) {
            path.gate.notOpened(outcome, path.opening, clock.nanoTime());
        }
    }

    @Override
    public void attempted(Path path, QueueKey queue, Outcome outcome, long beganNanos) {
        path.gate.attempted(outcome, beganNanos, clock.nanoTime());
    }

    @Override
    public void unheard(Path path, int recipients, long beganNanos) {
        path.gate.feedback().rate().unheard(beganNanos);
    }
}
