package com.penguinmails.mta.schedule;

import com.penguinmails.mta.event.DeliveryEvent;
import com.penguinmails.mta.event.EventDetail;
import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.message.CommandId;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.MessageId;
import com.penguinmails.mta.shape.StandingOrder;
import com.penguinmails.mta.time.Clock;

/**
 * The audit trail of commands: who ordered what and why, as events of the tenant {@value #TENANT}, so that no customer reads them.
 * The event's message is the command's own number.
 */
final class CommandEvents {
    static final String TENANT = "_operator";

    private final Clock clock;

    CommandEvents(Clock clock) {
        this.clock = clock;
    }

    /** A command was given. */
    DeliveryEvent issued(CommandReport report) {
        OperatorCommand command = report.command();
        long until = command.terms().untilMillis();
        return event(EventType.COMMAND_ISSUED, report, report.matched(), by(command.author(), command.words()),
                until == StandingOrder.UNTIL_TAKEN_BACK ? 0 : until);
    }

    /** It was carried out, its time is over, or somebody ended it. */
    DeliveryEvent ended(CommandReport report, String how) {
        return event(EventType.COMMAND_ENDED, report, report.touched(), report.command().words() + ": " + how, 0);
    }

    /** In words, who did something and why. */
    static String by(OperatorCommand.Author author, String what) {
        return what + " by " + author.operator() + ": " + author.reason();
    }

    private DeliveryEvent event(EventType type, CommandReport report, long count, String words, long untilMillis) {
        EventDetail detail = new EventDetail("", words, null, null, null, report.command().kind().word(), untilMillis);
        return audit(type, report.command().id(), Math.clamp(count, 1, Integer.MAX_VALUE), detail, clock);
    }

    /** An event of the audit trail; the number of recipients is at least 1. */
    static DeliveryEvent audit(EventType type, CommandId id, int count, EventDetail detail, Clock clock) {
        return new DeliveryEvent(type, clock.millis(), 0, Labels.ofTenant(TENANT), new MessageId(id.high(), id.low()),
                null, "", count, 0, detail);
    }
}
