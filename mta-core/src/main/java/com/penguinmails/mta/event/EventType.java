package com.penguinmails.mta.event;

/**
 * What can happen to a message, with stable numbers for the log and stable names for readers. Numbers are never used again.
 * {@code DELAYED} is our limit, {@code DEFERRED} is the receiver's 4xx.
 */
public enum EventType {
    ACCEPTED(1, "message.accepted"),
    SCHEDULED(2, "message.scheduled"),
    DELAYED(3, "message.delayed"),
    DEFERRED(4,
            "message.deferred"),
    DELIVERED(5, "message.delivered"),
    BOUNCED(6, "message.bounced"),
    EXPIRED(7,
            "message.expired"),
    CANCELLED(8, "message.canceled"),
    RENDERING_FAILED(9,
            "message.rendering_failed"),
    JOB_OPENED(20, "job.opened"),
    JOB_ROWS_ACCEPTED(21,
            "job.rows_accepted"),
    JOB_CLOSED(22, "job.closed"),
    COMMAND_ISSUED(30, "command.issued"),
    COMMAND_ENDED(31, "command.ended"),
    AUTOMATION_TRIGGERED(32, "automation.triggered"),
    AUTOMATION_ENDED(33, "automation.ended");

    private final int number;
    private final String wireName;

    EventType(int number, String wireName) {
        this.number = number;
        this.wireName = wireName;
    }

    /** The number in the log. */
    public int number() {
        return number;
    }

    /** The name that readers see. */
    public String wireName() {
        return wireName;
    }

    /** Whether it tells of an operator's command and not of mail; the event's message is then the command's number. */
    public boolean isOfCommand() {
        return this == COMMAND_ISSUED || this == COMMAND_ENDED;
    }

    /** Whether it tells of an automation rule and not of mail; the event's message then says nothing. */
    public boolean isOfAutomation() {
        return this == AUTOMATION_TRIGGERED || this == AUTOMATION_ENDED;
    }

    /** @throws IllegalArgumentException if no event has the number */
    public static EventType ofNumber(int number) {
        for (EventType type : values()) {
            if (type.number == number) {
                return type;
            }
        }
        throw new IllegalArgumentException("no event has the number " + number);
    }
}
