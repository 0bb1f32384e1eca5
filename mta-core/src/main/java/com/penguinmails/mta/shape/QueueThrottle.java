package com.penguinmails.mta.shape;

import com.penguinmails.mta.config.QueueRuleConfig;
import com.penguinmails.mta.config.ShapingConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * The first gate, before DNS: rates by tenant, campaign and domain. Every rule that matches a queue holds. For one thread.
 *
 * @param <M> what waits at the gate
 */
public final class QueueThrottle<M extends FairShare.Member> {
    private List<Throttle<M>> throttles = List.of();

    public QueueThrottle(ShapingConfig config, long nowNanos) {
        change(config, nowNanos);
    }

    /**
     * Holds other rules from now on. A rule for the same mail as before goes on with what it has gathered. Nothing may wait at
     * the gate meanwhile.
     */
    public void change(ShapingConfig config, long nowNanos) {
        List<Throttle<M>> changed = new ArrayList<>();
        for (QueueRuleConfig rule : config.queues()) {
            changed.add(throttle(rule, nowNanos));
        }
        throttles = List.copyOf(changed);
    }

    /** What holds for a queue. */
    public List<Throttle<M>> matching(String tenant, String campaign, String domain) {
        return throttles.stream().filter(throttle -> throttle.matches(tenant, campaign, domain)).toList();
    }

    private Throttle<M> throttle(QueueRuleConfig rule, long nowNanos) {
        for (Throttle<M> throttle : throttles) {
            if (throttle.isFor(rule)) {
                throttle.change(rule, nowNanos);
                return throttle;
            }
        }
        return new Throttle<>(rule, nowNanos);
    }
}
