package com.penguinmails.mta.schedule;

import com.penguinmails.mta.config.AutomationAction;
import com.penguinmails.mta.schedule.QueueOverview.Standing;
import com.penguinmails.mta.shape.AutomationTrigger;
import com.penguinmails.mta.shape.PoolOverride;
import com.penguinmails.mta.shape.PriorityOverride;
import com.penguinmails.mta.shape.StandingOrder;
import com.penguinmails.mta.shape.Suspension;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Says in words what operators and automation rules have ordered and is in force. For one thread. */
record StandingViews(StandingOrders orders, Automations automations) {

    /** The latest first. */
    List<Standing> all() {
        List<AutomationTrigger> triggers = automations.inForce();
        Set<String> ofRules = triggers.stream().map(AutomationTrigger::id).collect(Collectors.toSet());
        List<Standing> all = new ArrayList<>();
        triggers.forEach(trigger -> all.add(new Standing(trigger.id(),
                words(trigger.action()) + " " + trigger.selector(), trigger.origin(), trigger.reply(),
                trigger.sinceMillis(), trigger.untilMillis())));
        orders.all().stream().filter(order -> !ofRules.contains(order.id())).forEach(order -> all.add(of(order)));
        all.sort(Comparator.comparingLong(Standing::sinceMillis).reversed());
        return all.subList(0, Math.min(all.size(), QueueOverview.MOST_STANDING));
    }

    private static Standing of(StandingOrder order) {
        String what = switch (order) {
            case Suspension suspension -> "suspend " + suspension.selector();
            case PoolOverride reroute -> "reroute " + reroute.selector() + " to pool " + reroute.pool();
            case PriorityOverride priority -> "priority " + priority.selector() + " to class "
                    + priority.priority().name().toLowerCase(Locale.ROOT);
        };
        boolean ends = order.untilMillis() != StandingOrder.UNTIL_TAKEN_BACK;
        return new Standing(order.id(), what, order.origin(), order.reason(), order.sinceMillis(),
                ends ? order.untilMillis() : 0);
    }

    private static String words(AutomationAction action) {
        return action.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
