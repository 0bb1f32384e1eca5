package com.penguinmails.mta.simulate;

import com.penguinmails.mta.config.ShapingConfig;
import com.penguinmails.mta.shape.Providers;

/** Who holds a domain's mail: the group of the rules that it belongs to, else the provider that is known for it. Immutable. */
final class AudienceProviders {
    private final Providers configured;

    AudienceProviders(ShapingConfig shaping) {
        configured = new Providers(shaping.providers());
    }

    /** The provider's name; empty if there is none. */
    String of(AudienceDomain to) {
        String name = configured.of(to.hosts(), to.domain());
        return name.isEmpty() ? DomainDirectory.provider(to.domain()) : name;
    }
}
