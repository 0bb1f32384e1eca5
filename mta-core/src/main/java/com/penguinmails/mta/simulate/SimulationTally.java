package com.penguinmails.mta.simulate;

import com.penguinmails.mta.event.DeliveryEvent;
import com.penguinmails.mta.event.EventDetail;
import org.jspecify.annotations.Nullable;

/** Counts what becomes of the audience, by group of domains. For one thread. */
final class SimulationTally {
    private final SimulationClock clock;
    private final int[] groupOfDomain;
    private final GroupTally[] groups;
    private final DeliveryCurve curve;
    private final DailySends days;
    private long settled;
    private long attempts;

    /** What became of one group. */
    static final class GroupTally {
        long delivered;
        long bounced;
        long expired;
        long deferrals;
        /** When the last one of it had its final outcome. */
        long lastNanos;
    }

    SimulationTally(SimulationClock clock, AudienceGroups audience) {
        this.clock = clock;
        this.groupOfDomain = audience.groupOfDomain();
        this.groups = new GroupTally[audience.size()];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = new GroupTally();
        }
        this.curve = new DeliveryCurve(groups.length);
        this.days = new DailySends(audience);
    }

    void count(int domain, DeliveryEvent event) {
        int number = groupOfDomain[domain];
        GroupTally group = groups[number];
        switch (event.type()) {
            case DELIVERED -> {
                group.delivered++;
                curve.count(number, clock.nanoTime());
                attempted(number, event.detail());
                settle(group);
            }
            case DEFERRED -> {
                group.deferrals++;
                attempted(number, event.detail());
            }
            case BOUNCED -> {
                group.bounced++;
                attempted(number, event.detail());
                settle(group);
            }
            case EXPIRED -> {
                group.expired++;
                settle(group);
            }
            default -> throw new IllegalStateException("a campaign has no event " + event.type());
        }
    }

    /** What has a source and an answer was tried; what was put off for a whole site or domain was not. */
    private void attempted(int group, @Nullable EventDetail detail) {
        if (detail != null && detail.source() != null && detail.remoteMta() != null) {
            attempts++;
            days.count(detail.source(), group, clock.millis());
        }
    }

    private void settle(GroupTally group) {
        group.lastNanos = clock.nanoTime();
        settled++;
    }

    /** Recipients with a final outcome. */
    long settled() {
        return settled;
    }

    /** Deliveries that were tried; one recipient may have several. */
    long attempts() {
        return attempts;
    }

    GroupTally group(int number) {
        return groups[number];
    }

    DeliveryCurve curve() {
        return curve;
    }

    DailySends days() {
        return days;
    }
}
