package com.penguinmails.system.simulation;

import com.penguinmails.mta.message.MailSelector;
import com.penguinmails.mta.message.PriorityClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Pools of sources and which mail leaves through them, drawn from the seed. Immutable once drawn. */
final class Pools {
    private static final String DEFAULT = "default";
    private static final List<String> NAMES = List.of(DEFAULT, "p1", "p2");
    private static final String[] STICKY = {"none", "none", "tenant", "campaign", "domain"};

    private record Pool(Map<String, Integer> weights, String sticky) {}

    private record PoolRule(MailSelector selector, @Nullable PriorityClass priority, String pool) {
        boolean isOf(Fate fate, Place place) {
            return Selectors.isOf(selector, fate, place) && (priority == null || priority == fate.mail.priority);
        }
    }

    private final Map<String, Pool> pools = new TreeMap<>();
    private final List<PoolRule> rules = new ArrayList<>();
    private final Set<String> all;

    Pools(World world, List<String> sources) {
        all = Set.copyOf(sources);
        for (String name : NAMES) {
            if (world.chance(name.equals(DEFAULT) ? 250 : 400)) {
                pools.put(name, pool(world, sources));
            }
        }
        for (int i = pools.isEmpty() ? 0 : world.random().nextInt(4); i > 0; i--) {
            MailSelector mail = Selectors.any(world, true, false);
            var selector = new MailSelector(mail.tenant(), mail.campaign(), mail.senderDomain(), mail.domain(), null,
                    mail.provider(), null);
            PriorityClass priority = world.chance(250) ? PriorityClass.TRANSACTIONAL : null;
            rules.add(new PoolRule(selector, priority,
                    List.copyOf(pools.keySet()).get(world.random().nextInt(pools.size()))));
        }
    }

    /** One pool of one source. */
    Pools(String source) {
        all = Set.of(source);
        pools.put(DEFAULT, new Pool(Map.of(source, 1), "none"));
    }

    private static Pool pool(World world, List<String> sources) {
        Map<String, Integer> weights = new TreeMap<>();
        while (weights.isEmpty()) {
            for (String source : sources) {
                if (world.chance(600)) {
                    weights.put(source, world.random().nextInt(1, 5));
                }
            }
        }
        return new Pool(weights, STICKY[world.random().nextInt(STICKY.length)]);
    }

    /** One that there is, or now and then none. */
    String any(World world) {
        return NAMES.get(world.random().nextInt(NAMES.size()));
    }

    boolean has(String pool) {
        return pool.equals(DEFAULT) || pools.containsKey(pool);
    }

    Set<String> sources(String pool) {
        Pool known = pools.get(pool);
        return known == null ? all : known.weights().keySet();
    }

    /** The pool of mail that no operator has given another. */
    String of(Fate fate, Place place) {
        return rules.stream().filter(rule -> rule.isOf(fate, place)).map(PoolRule::pool).findFirst().orElse(DEFAULT);
    }

    String toml() {
        var text = new StringBuilder();
        pools.forEach((name, pool) -> {
            var weights = new StringJoiner(", ", "{ ", " }");
            pool.weights().forEach((source, weight) -> weights.add(source + " = " + weight));
            text.append("[pools.").append(name).append("]\nsources = ").append(weights).append("\nsticky = \"")
                    .append(pool.sticky()).append("\"\n");
        });
        for (PoolRule rule : rules) {
            text.append("[[pool_rules]]\n");
            line(text, "tenant", rule.selector().tenant());
            line(text, "campaign", rule.selector().campaign());
            line(text, "sender_domain", rule.selector().senderDomain());
            line(text, "domain", rule.selector().domain());
            line(text, "provider", rule.selector().provider());
            PriorityClass priority = rule.priority();
            line(text, "priority", priority == null ? null : priority.name().toLowerCase(Locale.ROOT));
            line(text, "pool", rule.pool());
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String key, @Nullable String value) {
        if (value != null) {
            text.append(key).append(" = \"").append(value).append("\"\n");
        }
    }
}
