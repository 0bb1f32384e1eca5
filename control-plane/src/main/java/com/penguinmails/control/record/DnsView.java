package com.penguinmails.control.record;

import com.penguinmails.dns.DnsResolver;

/**
 * One way to look at DNS.
 *
 * @param name {@code authoritative}, or the address of a resolver
 */
public record DnsView(String name, DnsResolver resolver) {
    /** The name of the view of a zone's own servers. */
    public static final String AUTHORITATIVE = "authoritative";
}
