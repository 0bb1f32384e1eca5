package com.penguinmails.mta.schedule;

import com.penguinmails.mta.event.DeliveryEvent;
import com.penguinmails.mta.event.EventDetail;
import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.message.CommandId;
import com.penguinmails.mta.shape.AutomationTrigger;
import com.penguinmails.mta.time.Clock;

/** What automation rules did by themselves, beside what operators did: events of the tenant {@value CommandEvents#TENANT}. */
record AutomationEvents(Clock clock) {

    /** A rule was triggered. */
    DeliveryEvent triggered(AutomationTrigger trigger, String what) {
        return event(EventType.AUTOMATION_TRIGGERED, trigger,
                what + " for " + trigger.selector() + "; the receiver said: " + trigger.reply(),
                trigger.untilMillis());
    }

    /** What it did is no longer in force. */
    DeliveryEvent ended(AutomationTrigger trigger, String what, String why) {
        return event(EventType.AUTOMATION_ENDED, trigger, what + " for " + trigger.selector() + ": " + why, 0);
    }

    private DeliveryEvent event(EventType type, AutomationTrigger trigger, String words, long untilMillis) {
        EventDetail detail = new EventDetail("",
                words.substring(0, Math.min(words.length(), EventDetail.MAX_DIAGNOSTIC)),
                null, trigger.selector().source(), trigger.selector().site(), trigger.rule(), untilMillis);
        return CommandEvents.audit(type, new CommandId(0, 0), 1, detail, clock);
    }
}
