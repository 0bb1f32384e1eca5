package com.penguinmails.mta.schedule;

/**
 * Where a queued recipient is. The moves: {@code WAITING → READY → PREPARING → SENDING → SETTLING → free}, and back from
 * {@code PREPARING} to {@code READY} when its connection went away unused, from {@code SETTLING} to {@code WAITING} when its
 * outcome is a deferral. {@code READY} and {@code WAITING} also go straight to {@code SETTLING}: expired, cancelled, or an
 * outcome for a whole site. A recipient in {@code SENDING} is in a transaction and goes nowhere but to {@code SETTLING}.
 */
enum SlotState {
    /** Not in use. */
    FREE(0),
    /** Until its due time. */
    WAITING(1),
    /** Due; in its queue's list. */
    READY(2),
    /** Given to a connection; its mail is being read and signed. */
    PREPARING(3),
    /** In a transaction. */
    SENDING(4),
    /** Its outcome is decided and goes to the journal. */
    SETTLING(5);

    private static final SlotState[] BY_NUMBER = values();

    private final int number;

    SlotState(int number) {
        this.number = number;
    }

    static SlotState of(int number) {
        return BY_NUMBER[number];
    }

    /** How it stands in a slot. */
    int number() {
        return number;
    }
}
