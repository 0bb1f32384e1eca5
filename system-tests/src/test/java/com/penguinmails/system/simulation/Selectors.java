package com.penguinmails.system.simulation;

import com.penguinmails.mta.message.MailSelector;
import org.jspecify.annotations.Nullable;

/** What commands pick mail out by, drawn from the seed, and which mail it is as the world knows it. Stateless. */
final class Selectors {
    private Selectors() {}

    /** Any mix of parts; all mail now and then, where {@code mayBeAll}. */
    static MailSelector any(World world, boolean mayBeAll, boolean withSource) {
        MailSelector selector;
        do {
            selector = new MailSelector(draw(world, "tenant", 300), draw(world, "campaign", 200),
                    draw(world, "sender_domain", 150), draw(world, "domain", 250), draw(world, "site", 150),
                    draw(world, "provider", 100), withSource ? draw(world, "source", 150) : null);
        } while (!mayBeAll && selector.equals(MailSelector.all()));
        return selector;
    }

    private static @Nullable String draw(World world, String part, int perMille) {
        return world.chance(perMille) ? Clients.any(world, part) : null;
    }

    /** Whether it is this mail, wherever that goes. */
    static boolean isOf(MailSelector selector, Fate fate) {
        return selector.matchesMail(fate.mail.labels.tenant(), fate.mail.labels.campaign(), fate.mail.senderDomain,
                fate.domain);
    }

    /** Whether it is this mail where it goes from here. */
    static boolean isOf(MailSelector selector, Fate fate, Place place) {
        return isOf(selector, fate) && selector.matchesSite(place.site(), place.provider())
                && selector.matchesSource(place.source());
    }

    /** Whether it goes by the mail alone, so that the world knows for sure which mail it is. */
    static boolean isOfMailAlone(MailSelector selector) {
        return !selector.needsSite() && !selector.needsSource();
    }
}
