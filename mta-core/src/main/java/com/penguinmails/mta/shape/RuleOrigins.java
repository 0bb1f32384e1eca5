package com.penguinmails.mta.shape;

import com.penguinmails.mta.config.LimitConfig;
import com.penguinmails.mta.config.LimitDimension;
import com.penguinmails.mta.config.PathLimitsConfig;
import com.penguinmails.mta.config.ShapingConfig;
import com.penguinmails.mta.config.WarmUpConfig;
import com.penguinmails.mta.config.WarmUpPlanConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** What holds for some mail, and which key of {@code shaping.toml} each value comes from. Immutable. */
public final class RuleOrigins {
    /** The shipped default of a value that no key gives. */
    public static final String DEFAULT = "";

    private final ShapingConfig config;
    private final PathLimits limits;

    /**
     * One limit of a path.
     *
     * @param name as the configuration spells it
     * @param value as it would be written; empty where there is no limit
     * @param key the full name of the key that gives it, such as {@code paths[2].rate}; {@link #DEFAULT} for none
     */
    public record Value(String name, String value, String key) {}

    /**
     * One of {@code [[limits]]} that holds or may hold.
     *
     * @param key the full name of its table, such as {@code limits[2]}
     * @param counter the counter that it is counted on; {@code *} for a part that is not known
     * @param condition what must be true of mail beyond what is known for the limit to hold; empty where it does hold
     */
    public record Limit(LimitConfig limit, String key, String counter, String condition) {}

    /**
     * The warm-up of a source at a provider as it begins; where it is by now, a node knows.
     *
     * @param provider its name, or {@link WarmUpConfig#OTHER}
     * @param step to begin at, from 1; one more than the curve has: warm, without a cap
     * @param key the full name of its table, such as {@code warmups[0]}
     */
    public record Warming(String provider, WarmUpPlan plan, int step, String key) {
        /** Whether it begins without a cap. */
        public boolean isWarm() {
            return step > plan.steps();
        }
    }

    /** What is known of mail; null for a part that is not. */
    public record Known(@Nullable String tenant, @Nullable String campaign, @Nullable String senderDomain,
            String domain,
            String site, List<String> hosts, @Nullable String source) {
        public Known {
            hosts = List.copyOf(hosts);
        }
    }

    public RuleOrigins(ShapingConfig config) {
        this.config = config;
        this.limits = new PathLimits(config);
    }

    /** The provider of the mail's site, or {@link Providers#NONE}. */
    public String provider(Known known) {
        return limits.provider(known.hosts(), known.domain());
    }

    /** The limits of the mail's path; without a source, those that hold whatever it is. */
    public List<Value> path(Known known) {
        String source = known.source() == null ? "" : known.source();
        String own = limits.namesDomain(known.domain()) ? known.domain() : null;
        PathLimitsConfig held = limits.of(source, known.hosts(), own);
        return List.of(value("connections", held.connections(), source, known, own),
                value("messages_per_connection", held.messagesPerConnection(), source, known, own),
                value("rate", held.rate(), source, known, own),
                value("connection_rate", held.connectionRate(), source, known, own),
                value("bytes", held.bytes(), source, known, own));
    }

    /** Every limit that holds for the mail, or would if what is not known of it were as the limit asks. */
    public List<Limit> limits(Known known) {
        String provider = provider(known);
        List<Limit> found = new ArrayList<>();
        for (int i = 0; i < config.limits().size(); i++) {
            LimitConfig limit = config.limits().get(i);
            StringJoiner condition = new StringJoiner(", ");
            boolean fits = true;
            for (LimitDimension dimension : LimitDimension.values()) {
                String wanted = wanted(limit, dimension);
                String actual = actual(known, provider, dimension);
                if (wanted != null && actual == null) {
                    condition.add(dimension.key() + " " + wanted);
                }
                fits &= wanted == null || actual == null || wanted.equals(actual);
            }
            fits &= !(limit.dimensions().contains(LimitDimension.PROVIDER) && provider.equals(Providers.NONE));
            if (fits) {
                found.add(new Limit(limit, "limits[" + i + "]", counter(limit, known, provider),
                        condition.toString()));
            }
        }
        return found;
    }

    /** The warm-up that the mail's source takes part in at its provider; empty for none, or where the provider is not known. */
    public Optional<Warming> warmUp(Known known) {
        String group = provider(known);
        boolean other = group.equals(Providers.NONE);
        if (other && known.hosts().isEmpty()) {
            return Optional.empty();
        }
        String provider = other ? WarmUpConfig.OTHER : group;
        for (int i = 0; i < config.warmups().size(); i++) {
            WarmUpConfig warmUp = config.warmups().get(i);
            WarmUpPlanConfig plan = config.warmupPlans().get(warmUp.plan());
            if (plan != null && warmUp.source().equals(known.source()) && warmUp.isAt(provider)) {
                var there = new WarmUpPlan(warmUp.plan(), plan, provider);
                int step = Math.min(warmUp.firstStep(provider), there.steps() + 1);
                return Optional.of(new Warming(provider, there, step, "warmups[" + i + "]"));
            }
        }
        return Optional.empty();
    }

    private Value value(String name, @Nullable Object held, String source, Known known, @Nullable String domain) {
        return held == null
                ? new Value(name, "", DEFAULT)
                : new Value(name, held.toString(), limits.key(name, source, known.hosts(), domain));
    }

    private static String counter(LimitConfig limit, Known known, String provider) {
        List<String> values = new ArrayList<>();
        for (LimitDimension dimension : limit.dimensions()) {
            String value = actual(known, provider, dimension);
            if (dimension == LimitDimension.CAMPAIGN) {
                value = (known.tenant() == null ? "*" : known.tenant()) + "/" + (value == null ? "*" : value);
            }
            values.add(value == null ? "*" : value);
        }
        return new LimitKey(limit.name(), values).toString();
    }

    private static @Nullable String wanted(LimitConfig limit, LimitDimension dimension) {
        return switch (dimension) {
            case TENANT -> limit.tenant();
            case CAMPAIGN -> limit.campaign();
            case SENDER_DOMAIN -> limit.senderDomain();
            case DOMAIN -> limit.domain();
            case SITE -> limit.site();
            case PROVIDER -> limit.provider();
            case SOURCE -> limit.source();
        };
    }

    private static @Nullable String actual(Known known, String provider, LimitDimension dimension) {
        return switch (dimension) {
            case TENANT -> known.tenant();
            case CAMPAIGN -> known.campaign();
            case SENDER_DOMAIN -> known.senderDomain();
            case DOMAIN -> known.domain();
            case SITE -> known.site();
            case PROVIDER -> provider;
            case SOURCE -> known.source();
        };
    }
}
