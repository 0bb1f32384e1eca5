package com.penguinmails.mta.shape;

import com.penguinmails.mta.config.PoolConfig;
import com.penguinmails.mta.config.PoolRuleConfig;
import com.penguinmails.mta.config.ShapingConfig;
import com.penguinmails.mta.config.Sticky;
import com.penguinmails.mta.connect.LocalEndpoint;
import com.penguinmails.mta.message.PriorityClass;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * All pools, and which of them mail leaves through: that of the first rule that matches, else the pool {@value #DEFAULT}. Unless
 * the configuration says otherwise, that one holds all sources with equal weights. For one thread.
 */
public final class SourcePools {
    /** The pool of mail that no rule names. */
    public static final String DEFAULT = PoolConfig.DEFAULT;

    private final Map<String, SourcePool> pools = new LinkedHashMap<>();
    private final List<PoolRuleConfig> rules;

    /** What is known of mail when its pool is chosen; {@code provider} and {@code senderDomain} are empty where there is none. */
    public record Mail(String tenant, String campaign, String senderDomain, String domain, String provider,
            PriorityClass priority) {}

    /**
     * Which pool, and why.
     *
     * @param reason as in {@code pool_rules[2]: tenant acme}, or {@code no rule matches}
     */
    public record Choice(SourcePool pool, String reason) {}

    /**
     * @param sources at least one
     * @throws IllegalArgumentException if a pool names a source, or a rule a pool, that is not there
     */
    public SourcePools(ShapingConfig config, List<LocalEndpoint> sources) {
        config.pools().forEach((name, pool) -> pools.put(name, pool(name, pool, sources)));
        pools.computeIfAbsent(DEFAULT, name -> new SourcePool(name,
                sources.stream().map(source -> new SourcePool.Member(source, 1)).toList(), Sticky.NONE));
        rules = config.poolRules();
        for (PoolRuleConfig rule : rules) {
            if (!pools.containsKey(rule.pool())) {
                throw new IllegalArgumentException("a rule names the pool " + rule.pool() + ", which is not there");
            }
        }
    }

    /** The pool of that name, or null. */
    public @Nullable SourcePool get(String name) {
        return pools.get(name);
    }

    public List<SourcePool> all() {
        return List.copyOf(pools.values());
    }

    /** The pool that some mail leaves through. */
    public SourcePool of(Mail mail) {
        for (PoolRuleConfig rule : rules) {
            if (matches(rule, mail)) {
                return existing(rule.pool());
            }
        }
        return existing(DEFAULT);
    }

    /** The pool that some mail leaves through, and the rule that says so. */
    public Choice explain(Mail mail) {
        for (int i = 0; i < rules.size(); i++) {
            if (matches(rules.get(i), mail)) {
                return new Choice(existing(rules.get(i).pool()), "pool_rules[" + i + "]: " + words(rules.get(i)));
            }
        }
        return new Choice(existing(DEFAULT), "no rule matches");
    }

    private SourcePool existing(String name) {
        SourcePool pool = pools.get(name);
        if (pool == null) {
            throw new IllegalStateException("the pool " + name + " was there when the rules were read");
        }
        return pool;
    }

    private static SourcePool pool(String name, PoolConfig config, List<LocalEndpoint> sources) {
        List<SourcePool.Member> members = new ArrayList<>();
        config.sources().forEach((source, weight) -> members.add(new SourcePool.Member(sources.stream()
                .filter(endpoint -> endpoint.name().equals(source)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "the pool " + name + " names the source " + source + ", which is not there")),
                weight)));
        return new SourcePool(name, members, config.stickiness());
    }

    private static boolean matches(PoolRuleConfig rule, Mail mail) {
        return fits(rule.tenant(), mail.tenant()) && fits(rule.campaign(), mail.campaign())
                && fits(rule.senderDomain(), mail.senderDomain()) && fits(rule.domain(), mail.domain())
                && fits(rule.provider(), mail.provider())
                && (rule.priority() == null || rule.priority() == mail.priority());
    }

    private static boolean fits(@Nullable String wanted, String actual) {
        return wanted == null || wanted.equals(actual);
    }

    private static String words(PoolRuleConfig rule) {
        StringJoiner text = new StringJoiner(", ").setEmptyValue("all mail");
        add(text, "tenant", rule.tenant());
        add(text, "campaign", rule.campaign());
        add(text, "sending domain", rule.senderDomain());
        add(text, "domain", rule.domain());
        add(text, "provider", rule.provider());
        add(text, "priority", rule.priority() == null ? null : rule.priority().name().toLowerCase(Locale.ROOT));
        return text.toString();
    }

    private static void add(StringJoiner text, String name, @Nullable String value) {
        if (value != null) {
            text.add(name + " " + value);
        }
    }
}
