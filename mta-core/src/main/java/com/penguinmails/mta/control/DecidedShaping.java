package com.penguinmails.mta.control;

import com.penguinmails.mta.config.LimitConfig;
import com.penguinmails.mta.config.Rate;
import com.penguinmails.mta.config.ShapingConfig;
import com.penguinmails.mta.config.ShareConfig;
import com.penguinmails.mta.message.MailSelector;
import com.penguinmails.mta.shape.Suspension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was decided about tenants in the words of {@code shaping.toml}: a weight is a share, a quota is one more limit on the tenant, a
 * suspension one more suspension. So the queue holds, explains and simulates them as it does all others. Stateless.
 */
public final class DecidedShaping {
    private static final String SUSPENSION = "control-plane.";
    private static final String ORIGIN = "the control plane";
    /** A tenth of a quota may go at once, so that a mail now and then does not wait for its turn. */
    private static final int AT_ONCE = 10;

    private DecidedShaping() {}

    /** The file's rules and those of tenants. A share or a limit that the file gives the same name holds as the file says. */
    public static ShapingConfig with(ShapingConfig file, Decisions decisions) {
        if (decisions.tenants().isEmpty()) {
            return file;
        }
        List<TenantTerms> tenants = decisions.tenants().values().stream().sorted(Comparator.comparing(TenantTerms::id))
                .toList();
        List<ShareConfig> shares = new ArrayList<>(file.shares());
        Set<String> shared = new HashSet<>();
        file.shares().stream().filter(share -> share.campaign() == null).forEach(share -> shared.add(share.tenant()));
        List<LimitConfig> quotas = new ArrayList<>();
        for (TenantTerms tenant : tenants) {
            if (!shared.contains(tenant.id())) {
                shares.add(new ShareConfig(tenant.id(), null, tenant.weight()));
            }
            addQuota(quotas, tenant.id(), "quota-per-hour", tenant.perHour(), Duration.ofHours(1));
            addQuota(quotas, tenant.id(), "quota-per-day", tenant.perDay(), Duration.ofDays(1));
        }
        Set<String> named = new HashSet<>();
        file.limits().forEach(limit -> named.add(limit.name()));
        quotas.removeIf(quota -> named.contains(quota.name()));
        return file.withShares(shares).withMoreLimits(quotas);
    }

    private static void addQuota(List<LimitConfig> quotas, String tenant, String name, @Nullable Long messages,
            Duration per) {
        if (messages != null) {
            quotas.add(new LimitConfig(name + "." + tenant, tenant, null, null, null, null, null, null, List.of(),
                    rate(messages, per), null, null, null, null));
        }
    }

    private static Rate rate(long messages, Duration per) {
        return new Rate(messages, per, messages == 1 ? 0 : Math.max(1, messages / AT_ONCE));
    }

    /** The suspensions that were decided and are not over, by their names. */
    public static Map<String, Suspension> suspensions(Decisions decisions, long nowMillis) {
        Map<String, Suspension> suspensions = new HashMap<>();
        decisions.tenants().values().forEach(tenant -> {
            TenantTerms.Pause pause = tenant.suspension();
            if (pause != null && !pause.isOver(nowMillis)) {
                suspensions.put(SUSPENSION + tenant.id(),
                        new Suspension(SUSPENSION + tenant.id(),
                                new MailSelector(tenant.id(), null, null, null, null, null, null), pause.sinceMillis(),
                                pause.untilMillis(), pause.reason(), ORIGIN));
            }
        });
        return suspensions;
    }

    /** Whether a suspension in force was decided by the control plane, and not by an operator of this node. */
    public static boolean isDecided(Suspension suspension) {
        return suspension.id().startsWith(SUSPENSION);
    }
}
