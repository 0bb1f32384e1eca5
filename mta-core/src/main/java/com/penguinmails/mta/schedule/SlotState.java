package com.penguinmails.mta.schedule;

/**
 * Where a queued recipient is. The moves: {@code WAITING → READY → PREPARING → SENDING → SETTLING → free}, and back from
 * {@code PREPARING} to {@code READY} when its connection went away unused, from {@code SETTLING} to {@code WAITING} when its
 * outcome is a deferral. {@code READY} and {@code WAITING} also go straight to {@code SETTLING}: expired, cancelled, or an
 * outcome for a whole site. A recipient in {@code SENDING} is in a transaction and goes nowhere but to {@code SETTLING}.
 */
enum SlotState {
    /** Not in use. */
    FREE,
    /** Until its due time. */
    WAITING,
    /** Due; in its queue's list. */
    READY,
    /** Given to a connection; its mail is being read and signed. */
    PREPARING,
    /** In a transaction. */
    SENDING,
    /** Its outcome is decided and goes to the journal. */
    SETTLING;

    private static final SlotState[] VALUES = values();

    static SlotState of(int ordinal) {
        return VALUES[ordinal];
    }
}
