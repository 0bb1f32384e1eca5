package com.penguinmails.mta.shape;

import com.penguinmails.mta.config.LimitConfig;
import com.penguinmails.mta.config.LimitDimension;
import com.penguinmails.mta.config.ShapingConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The first gate, before DNS: rates by what is known of mail from its acceptance on. Every limit that matches a queue holds. For
 * one thread.
 *
 * @param <M> what waits at the gate
 */
public final class QueueThrottle<M extends FairShare.Member> {
    private final Map<LimitKey, Throttle<M>> throttles = new HashMap<>();
    private List<LimitConfig> limits = List.of();

    public QueueThrottle(ShapingConfig config, long nowNanos) {
        change(config, nowNanos);
    }

    /**
     * Holds other limits from now on. A limit of the same name goes on with what it has gathered. Nothing may wait at the gate
     * meanwhile.
     */
    public void change(ShapingConfig config, long nowNanos) {
        limits = config.limits().stream().filter(limit -> limit.rate() != null && isOfMail(limit)).toList();
        throttles.keySet().removeIf(key -> limits.stream().noneMatch(limit -> limit.name().equals(key.limit())
                && limit.per().size() == key.values().size()));
        for (LimitConfig limit : limits) {
            throttles.values().stream().filter(throttle -> throttle.isOf(limit))
                    .forEach(throttle -> throttle.change(limit, nowNanos));
        }
    }

    /** What holds for a queue. */
    public List<Throttle<M>> matching(String tenant, String campaign, String senderDomain, String domain,
            long nowNanos) {
        List<Throttle<M>> matching = new ArrayList<>();
        for (LimitConfig limit : limits) {
            if (limit.selector().matchesMail(tenant, campaign, senderDomain, domain)) {
                List<String> values = new ArrayList<>();
                for (LimitDimension dimension : limit.dimensions()) {
                    switch (dimension) {
                        case TENANT -> values.add(tenant);
                        case CAMPAIGN -> values.add(tenant + "/" + campaign);
                        case SENDER_DOMAIN -> values.add(senderDomain);
                        default -> values.add(domain);
                    }
                }
                matching.add(throttles.computeIfAbsent(new LimitKey(limit.name(), values),
                        key -> new Throttle<>(key, limit, nowNanos)));
            }
        }
        return List.copyOf(matching);
    }

    private static boolean isOfMail(LimitConfig limit) {
        return !limit.selector().needsSite() && !limit.selector().needsSource()
                && limit.dimensions().stream().allMatch(LimitDimension::isOfMail);
    }
}
