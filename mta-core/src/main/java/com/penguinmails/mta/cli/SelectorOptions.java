package com.penguinmails.mta.cli;

import com.penguinmails.mta.message.MailSelector;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which mail a command is about, by any mix of these; none: all mail. */
final class SelectorOptions {
    @Option(names = "--tenant", paramLabel = "NAME", description = "Mail of this tenant.")
    private @Nullable String tenant;

    @Option(names = "--campaign", paramLabel = "NAME", description = "Mail of this campaign.")
    private @Nullable String campaign;

    @Option(names = "--sender-domain", paramLabel = "DOMAIN", description = "Mail whose From field has this domain.")
    private @Nullable String senderDomain;

    @Option(names = "--domain", paramLabel = "DOMAIN", description = "Mail to this domain.")
    private @Nullable String domain;

    @Option(names = "--site", paramLabel = "NAME", description = "Mail to this receiving site.")
    private @Nullable String site;

    @Option(names = "--provider", paramLabel = "NAME", description = "Mail to this provider.")
    private @Nullable String provider;

    @Option(names = "--source", paramLabel = "NAME", description = "Mail as far as it leaves from this egress source.")
    private @Nullable String source;

    /** What was given, by the names of the API. */
    Map<String, String> given() {
        return new MailSelector(tenant, campaign, senderDomain, domain, site, provider, source).parts();
    }
}
