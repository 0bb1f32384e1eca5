package com.penguinmails.mta.shape;

import com.penguinmails.mta.config.FeedbackConfig;
import com.penguinmails.mta.config.PathLimitsConfig;
import com.penguinmails.mta.config.PathRuleConfig;
import com.penguinmails.mta.config.ShapingConfig;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The second gate: which limits hold on a path. Of the rules that match, the most exact one that gives a value decides that
 * value: a rule for the domain before one for the mail exchangers, a longer suffix before a shorter one and before a provider, a
 * rule for the source before one for all. Immutable.
 */
public final class PathLimits {
    private static final Comparator<PathRuleConfig> LEAST_EXACT_FIRST = Comparator
            .comparing((PathRuleConfig rule) -> rule.domain() != null)
            .thenComparingInt(PathLimits::siteExactness)
            .thenComparing(rule -> rule.source() != null);

    private final PathLimitsConfig defaults;
    private final List<PathRuleConfig> written;
    private final List<PathRuleConfig> rules;
    private final Set<String> domains = new HashSet<>();
    private final Providers providers;
    private final FeedbackConfig feedback;

    public PathLimits(ShapingConfig config) {
        defaults = config.anyPath();
        feedback = config.feedback();
        providers = new Providers(config.providers());
        written = config.paths();
        rules = written.stream().sorted(LEAST_EXACT_FIRST).toList();
        for (PathRuleConfig rule : rules) {
            if (rule.domain() != null) {
                domains.add(rule.domain());
            }
        }
    }

    /**
     * Whether a rule or a provider names the domain: then its mail has paths of its own, also where its site serves other
     * domains, so that the rule holds for exactly what it names.
     */
    public boolean namesDomain(String domain) {
        return domains.contains(domain) || providers.namesDomain(domain);
    }

    /** The provider that a site belongs to, or {@link Providers#NONE}; the parameters are those of {@link #of}. */
    public String provider(List<String> hosts, @Nullable String domain) {
        return providers.of(hosts, domain == null ? "" : domain);
    }

    /**
     * The limits of a path.
     *
     * @param source the egress source's name
     * @param hosts the names of the site's mail exchangers
     * @param domain the receiving domain if the path is for that alone, else null
     */
    public PathLimitsConfig of(String source, List<String> hosts, @Nullable String domain) {
        PathLimitsConfig limits = defaults;
        for (PathRuleConfig rule : matching(source, hosts, domain)) {
            limits = overlay(limits, rule);
        }
        return limits;
    }

    /**
     * The full name of the key that gives a value of a path, such as {@code paths[2].rate}; the other parameters are those of
     * {@link #of}.
     *
     * @param value as the configuration spells it, such as {@code rate}
     */
    public String key(String value, String source, List<String> hosts, @Nullable String domain) {
        String key = "any_path." + value;
        for (PathRuleConfig rule : matching(source, hosts, domain)) {
            if (gives(rule, value)) {
                key = "paths[" + written.indexOf(rule) + "]." + value;
            }
        }
        return key;
    }

    private static boolean gives(PathRuleConfig rule, String value) {
        return switch (value) {
            case "connections" -> rule.connections() != null;
            case "messages_per_connection" -> rule.messagesPerConnection() != null;
            case "rate" -> rule.rate() != null;
            case "connection_rate" -> rule.connectionRate() != null;
            case "bytes" -> rule.bytes() != null;
            default -> throw new IllegalArgumentException("no path has a limit called " + value);
        };
    }

    /** How paths follow what their receivers say. */
    public FeedbackConfig feedback() {
        return feedback;
    }

    /** The rules that match a path, the least exact first; the parameters are those of {@link #of}. */
    public List<PathRuleConfig> matching(String source, List<String> hosts, @Nullable String domain) {
        String provider = provider(hosts, domain);
        return rules.stream().filter(rule -> matches(rule, source, hosts, domain))
                .filter(rule -> rule.provider() == null || rule.provider().equals(provider)).toList();
    }

    private static int siteExactness(PathRuleConfig rule) {
        String suffix = rule.mxSuffix();
        if (suffix != null) {
            return 1 + suffix.length();
        }
        return rule.provider() == null ? 0 : 1;
    }

    private static boolean matches(PathRuleConfig rule, String source, List<String> hosts, @Nullable String domain) {
        String suffix = rule.mxSuffix();
        return (rule.source() == null || rule.source().equals(source))
                && (rule.domain() == null || rule.domain().equals(domain))
                && (suffix == null || hosts.stream().anyMatch(host -> endsWith(host, suffix)));
    }

    private static boolean endsWith(String host, String suffix) {
        return host.equals(suffix) || host.endsWith("." + suffix);
    }

    private static PathLimitsConfig overlay(PathLimitsConfig under, PathRuleConfig rule) {
        Integer connections = rule.connections();
        Integer messages = rule.messagesPerConnection();
        return new PathLimitsConfig(connections == null ? under.connections() : connections,
                messages == null ? under.messagesPerConnection() : messages,
                rule.rate() == null ? under.rate() : rule.rate(),
                rule.connectionRate() == null ? under.connectionRate() : rule.connectionRate(),
                rule.bytes() == null ? under.bytes() : rule.bytes());
    }
}
