package com.penguinmails.mta.schedule;

import com.penguinmails.mta.outcome.FailureScope;
import com.penguinmails.mta.outcome.Outcome;
import java.util.List;

/** Tells several observers, in their order. For one thread. */
record AttemptObservers(List<AttemptObserver> observers) implements AttemptObserver {
    AttemptObservers {
        observers = List.copyOf(observers);
    }

    @Override
    public void opened(Path path) {
        observers.forEach(observer -> observer.opened(path));
    }

    @Override
    public void closed(Path path) {
        observers.forEach(observer -> observer.closed(path));
    }

    @Override
    public void notOpened(Path path, Outcome outcome, FailureScope scope) {
        observers.forEach(observer -> observer.notOpened(path, outcome, scope));
    }

    @Override
    public void attempted(Path path, QueueKey queue, Outcome outcome, long beganNanos) {
        observers.forEach(observer -> observer.attempted(path, queue, outcome, beganNanos));
    }

    @Override
    public void unheard(Path path, int recipients, long beganNanos) {
        observers.forEach(observer -> observer.unheard(path, recipients, beganNanos));
    }
}
