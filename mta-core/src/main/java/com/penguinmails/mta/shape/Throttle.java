package com.penguinmails.mta.shape;

import com.penguinmails.mta.config.QueueRuleConfig;
import java.util.Objects;

/**
 * One rule of the first gate, and who waits for it, in fair order. A limit counts one for each recipient. For one thread.
 *
 * @param <M> what waits
 */
public final class Throttle<M extends FairShare.Member> {
    private final FairShare<M> waiting = new FairShare<>();
    private final TokenBucket bucket;
    private QueueRuleConfig rule;

    Throttle(QueueRuleConfig rule, long nowNanos) {
        this.rule = rule;
        this.bucket = new TokenBucket(rule.rate(), nowNanos);
    }

    void change(QueueRuleConfig newRule, long nowNanos) {
        rule = newRule;
        bucket.change(newRule.rate(), nowNanos);
    }

    public TokenBucket bucket() {
        return bucket;
    }

    public FairShare<M> waiting() {
        return waiting;
    }

    boolean matches(String tenant, String campaign, String domain) {
        return (rule.tenant() == null || rule.tenant().equals(tenant))
                && (rule.campaign() == null || rule.campaign().equals(campaign))
                && (rule.domain() == null || rule.domain().equals(domain));
    }

    boolean isFor(QueueRuleConfig other) {
        return Objects.equals(rule.tenant(), other.tenant())
                && Objects.equals(rule.campaign(), other.campaign())
                && Objects.equals(rule.domain(), other.domain());
    }

    /** In words, such as {@code rate limit of 100/s for tenant acme}. */
    public String describe() {
        StringBuilder text = new StringBuilder("rate limit of ").append(rule.rate()).append(" for");
        if (rule.tenant() != null) {
            text.append(" tenant ").append(rule.tenant());
        }
        if (rule.campaign() != null) {
            text.append(" campaign ").append(rule.campaign());
        }
        if (rule.domain() != null) {
            text.append(" domain ").append(rule.domain());
        }
        return text.toString().endsWith(" for") ? text + " all mail" : text.toString();
    }
}
