package com.penguinmails.control.record;

import com.penguinmails.dns.DomainName;

/**
 * A record to publish.
 *
 * @param required whether a domain is not verified without it
 * @param domain whose record it is
 * @param host where it stands
 * @param type {@code TXT}, {@code MX} or {@code CNAME}
 * @param value as in a zone file; for TXT the whole text without quotes; {@link #ANY}: whatever works
 */
public record ExpectedRecord(Purpose purpose, boolean required, DomainName domain, DomainName host, String type,
        String value) {

    /** The value where any is right that works. */
    public static final String ANY = "";

    boolean takesAny() {
        return value.equals(ANY);
    }

    /** What it is known by among the records of its domain. */
    public String key() {
        return purpose.word() + ' ' + host;
    }
}
