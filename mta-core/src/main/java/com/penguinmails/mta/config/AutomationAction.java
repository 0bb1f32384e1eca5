package com.penguinmails.mta.config;

/** What an automation rule does with the mail that it concerns. */
public enum AutomationAction {
    /** None of it is sent for the rule's time; for twice as long each time that it is triggered again soon after. */
    BACK_OFF,
    /** None of it is sent for the rule's time. */
    SUSPEND,
    /** A lower limit holds for the rule's time, beside those that hold anyway. */
    LIMIT,
    /** It does not leave from the source of the reply for the rule's time; the other sources of its pool take it. */
    SWITCH_SOURCE
}
