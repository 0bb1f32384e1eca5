package com.penguinmails.mta.connect;

import java.net.Inet4Address;
import java.net.Inet6Address;
import org.jspecify.annotations.Nullable;

/**
 * An egress source: the addresses that connections leave from and the name they give.
 *
 * @param name the source's name in configuration, metrics and events
 * @param ipv4 the IPv4 address to bind to, or null where the source has none
 * @param ipv6 the IPv6 address to bind to, or null where the source has none
 * @param ehloName the name given in EHLO (RFC 5321 §4.1.1.1)
 */
public record LocalEndpoint(String name, @Nullable Inet4Address ipv4, @Nullable Inet6Address ipv6, String ehloName) {}
