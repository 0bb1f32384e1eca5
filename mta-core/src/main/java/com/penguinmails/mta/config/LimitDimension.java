package com.penguinmails.mta.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** By what a limit picks out mail, and by what it may count it apart. */
public enum LimitDimension {
    /** The customer. */
    TENANT,
    /** The campaign or stream; counted apart, one campaign of one tenant. */
    CAMPAIGN,
    /** The domain of the From field. */
    SENDER_DOMAIN,
    /** The receiving domain. */
    DOMAIN,
    /** All domains with the same mail exchangers. */
    SITE,
    /** A named group of sites; a site of no group is not counted. */
    PROVIDER,
    /** The egress source. */
    SOURCE;

    /** As the configuration spells it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Known of mail from its acceptance on, and not only by where it goes or leaves from. */
    public boolean isOfMail() {
        return this != SITE && this != PROVIDER && this != SOURCE;
    }

    static Optional<LimitDimension> of(String key) {
        return Arrays.stream(values()).filter(dimension -> dimension.key().equals(key)).findFirst();
    }

    static String keys() {
        return Arrays.stream(values()).map(LimitDimension::key).collect(Collectors.joining(", "));
    }
}
