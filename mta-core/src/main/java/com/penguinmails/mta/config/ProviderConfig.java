package com.penguinmails.mta.config;

import com.penguinmails.mta.message.Mailbox;
import java.util.List;
import java.util.Locale;

/**
 * A named group of receiving sites that belong to one mailbox provider, so that limits can be set for all of them together.
 *
 * @param mxSuffix the ends of the mail exchangers' names, such as {@code google.com}, matched at a label's border
 * @param domains receiving domains that belong to it whatever their mail exchangers are called
 */
public record ProviderConfig(List<String> mxSuffix, List<String> domains) {

    /**
     * Names are compared as DNS does: without regard to case.
     *
     * @throws IllegalArgumentException if neither is given: the group would be empty
     */
    public ProviderConfig {
        mxSuffix = lowerCase(mxSuffix);
        domains = domains.stream().map(Mailbox::domain).toList();
        if (mxSuffix.isEmpty() && domains.isEmpty()) {
            throw new IllegalArgumentException("names no site; give mx_suffix, domains or both");
        }
    }

    private static List<String> lowerCase(List<String> names) {
        return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    }
}
