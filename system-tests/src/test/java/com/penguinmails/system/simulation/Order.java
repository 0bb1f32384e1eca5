package com.penguinmails.system.simulation;

import com.penguinmails.mta.message.MailSelector;
import com.penguinmails.mta.schedule.CommandKind;
import com.penguinmails.mta.schedule.OperatorCommand;

/** One command of an operator: what it says, and how much the world knows for sure of it. For one thread. */
final class Order {
    /** Whether it holds. */
    enum Force {
        YES,
        NO,
        /** It is on its way, or its end is. */
        MAYBE
    }

    final OperatorCommand command;
    /** The highest number of an acceptance when it was given: a walk concerns mail up to it and no other. */
    final long upTo;
    /** The operator was told that it is on disk, or it was read back from there. */
    boolean told;
    /** Readers of events were told. */
    boolean onDisk;
    /** Somebody asked for its end and was not told of it yet. */
    boolean endAsked;
    /** Readers were told that it is over. */
    boolean over;
    /** Somebody who asked for its end was told of that. */
    boolean released;
    long overNanos;
    /** Wall time was not always the same since it was given. */
    boolean jumped;
    /** The how manieth command it is. */
    int number;
    /** A resume that was on its way when it was given may end it: by the wall clock, which was set back, it came before that. */
    boolean doubtful;
    /** Its end had come before the clock was set back: it is over, whether or not anybody could be told. */
    boolean ended;

    Order(OperatorCommand command, long upTo) {
        this.command = command;
        this.upTo = upTo;
    }

    CommandKind kind() {
        return command.kind();
    }

    MailSelector selector() {
        return command.selector();
    }

    long untilMillis() {
        return command.terms().untilMillis();
    }

    boolean isStanding() {
        return kind().isStanding();
    }

    /** Whether a standing one holds at this instant. */
    Force force(long millis) {
        if (over || released || untilMillis() < millis) {
            return Force.NO;
        }
        return told && !endAsked && !ended && !doubtful && millis < untilMillis() ? Force.YES : Force.MAYBE;
    }

    /** Whether it has gone through all the mail that it concerns. */
    boolean isDone() {
        return over && !endAsked && !isStanding();
    }

    /** Whether it is a walk that may concern this recipient, wherever that goes. */
    boolean mayConcern(Fate fate) {
        return fate.mail.isAccepted() && fate.mail.acceptance <= upTo && Selectors.isOf(selector(), fate);
    }

    @Override
    public String toString() {
        return command.id() + " " + command.words() + " of " + command.issuedMillis();
    }
}
