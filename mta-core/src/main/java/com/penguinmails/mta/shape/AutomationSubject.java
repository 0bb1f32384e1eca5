package com.penguinmails.mta.shape;

import com.penguinmails.mta.config.AutomationAction;
import com.penguinmails.mta.config.AutomationConfig;
import com.penguinmails.mta.config.AutomationLevel;
import com.penguinmails.mta.message.MailSelector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose mail a receiver replied to, and where it went. Tenant, campaign and domain are empty where the reply was to a connection
 * and not to a mail.
 *
 * @param provider the site's group, or {@link Providers#NONE}
 * @param hosts the names of the site's mail exchangers
 */
public record AutomationSubject(String tenant, String campaign, String domain, String site, String provider,
        String source, List<String> hosts) {

    /** Whether the rule is for such mail. */
    boolean matches(AutomationConfig rule) {
        return fits(rule.provider(), provider) && fits(rule.source(), source) && fits(rule.tenant(), tenant)
                && fits(rule.campaign(), campaign) && fits(rule.domain(), domain) && fitsHosts(rule.mxSuffix());
    }

    /** The mail that is concerned at a level, or null if the reply was to nobody's mail in particular. */
    @Nullable
    MailSelector at(AutomationLevel level, AutomationAction action) {
        boolean withSource = level == AutomationLevel.PATH || action == AutomationAction.SWITCH_SOURCE;
        String from = withSource ? source : null;
        boolean grouped = !provider.equals(Providers.NONE) && level != AutomationLevel.PATH
                && level != AutomationLevel.SITE;
        String group = grouped ? provider : null;
        String one = grouped ? null : site;
        return switch (level) {
            case PATH, SITE, PROVIDER -> new MailSelector(null, null, null, null, one, group, from);
            case TENANT -> tenant.isEmpty() ? null : new MailSelector(tenant, null, null, null, one, group, from);
            case CAMPAIGN ->
                tenant.isEmpty() ? null : new MailSelector(tenant, campaign, null, null, one, group, from);
        };
    }

    private boolean fitsHosts(@Nullable String suffix) {
        return suffix == null || hosts.stream().anyMatch(host -> host.equals(suffix) || host.endsWith("." + suffix));
    }

    private static boolean fits(@Nullable String wanted, String actual) {
        return wanted == null || wanted.equals(actual);
    }
}
