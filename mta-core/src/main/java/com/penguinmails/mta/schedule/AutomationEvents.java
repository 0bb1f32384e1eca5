package com.penguinmails.mta.schedule;

import com.penguinmails.mta.config.LimitConfig;
import com.penguinmails.mta.event.DeliveryEvent;
import com.penguinmails.mta.event.EventDetail;
import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.message.CommandId;
import com.penguinmails.mta.schedule.AutomationCodec.Kept;
import com.penguinmails.mta.shape.AutomationTrigger;
import com.penguinmails.mta.time.Clock;
import java.util.Locale;

/** What automation rules did by themselves, beside what operators did: events of the tenant {@value CommandEvents#TENANT}. */
record AutomationEvents(Clock clock) {

    /** A rule was triggered. */
    DeliveryEvent triggered(Kept kept) {
        AutomationTrigger trigger = kept.trigger();
        return event(EventType.AUTOMATION_TRIGGERED, trigger,
                words(kept) + " for " + trigger.selector() + "; the receiver said: " + trigger.reply(),
                trigger.untilMillis());
    }

    /** What it did is no longer in force. */
    DeliveryEvent ended(Kept kept, String why) {
        AutomationTrigger trigger = kept.trigger();
        return event(EventType.AUTOMATION_ENDED, trigger,
                words(kept) + " for " + trigger.selector() + ": " + why, 0);
    }

    /** What it did, such as {@code limit to 60/min}. */
    static String words(Kept kept) {
        LimitConfig limit = kept.limit();
        if (limit == null) {
            return kept.trigger().action().name().toLowerCase(Locale.ROOT);
        }
        String rate = limit.rate() == null ? "" : " to " + limit.rate();
        return "limit" + rate + (limit.connections() == null ? "" : " to " + limit.connections() + " connections");
    }

    private DeliveryEvent event(EventType type, AutomationTrigger trigger, String words, long untilMillis) {
        EventDetail detail = new EventDetail("",
                words.substring(0, Math.min(words.length(), EventDetail.MAX_DIAGNOSTIC)),
                null, trigger.selector().source(), trigger.selector().site(), trigger.rule(), untilMillis);
        return CommandEvents.audit(type, new CommandId(0, 0), 1, detail, clock);
    }
}
