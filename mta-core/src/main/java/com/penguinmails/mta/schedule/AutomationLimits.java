package com.penguinmails.mta.schedule;

import com.penguinmails.mta.config.AutomationConfig;
import com.penguinmails.mta.config.LimitConfig;
import com.penguinmails.mta.config.Rate;
import com.penguinmails.mta.message.MailSelector;
import com.penguinmails.mta.shape.AutomationTrigger;
import com.penguinmails.mta.time.Clock;
import java.time.Duration;

/** The limits that automation rules set, by what paths have at that instant where a rule gives a percentage. For one thread. */
record AutomationLimits(SiteTable sites, Clock clock) {

    /** What a rule limits with what it has triggered. */
    LimitConfig of(AutomationConfig rule, AutomationTrigger trigger) {
        Integer percent = rule.percent();
        if (percent == null) {
            return AutomationCodec.limit(trigger, rule.rate(), rule.connections());
        }
        MailSelector mail = trigger.selector();
        long now = clock.nanoTime();
        double perMinute = 0;
        int connections = 0;
        for (Site site : sites.all()) {
            for (Path path : site.paths.values()) {
                if (mail.matchesSite(site.key.name(), site.provider) && mail.matchesSource(path.source.name())) {
                    perMinute += path.gate.feedback().rate().takenPerSecond(now) * 60;
                    connections += path.gate.connections();
                }
            }
        }
        Rate rate = new Rate(Math.max(1, (long) (perMinute * percent / 100)), Duration.ofMinutes(1));
        return AutomationCodec.limit(trigger, rate, Math.max(1, connections * percent / 100));
    }
}
