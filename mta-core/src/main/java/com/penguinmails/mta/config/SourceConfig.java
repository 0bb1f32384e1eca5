package com.penguinmails.mta.config;

import org.jspecify.annotations.Nullable;

/**
 * An egress source.
 *
 * @param ipv4 the address to leave from, or null
 * @param ipv6 the address to leave from, or null; a source with neither leaves from wherever the system chooses
 * @param ehloName the name given in EHLO, or null for the node's
 */
public record SourceConfig(@Nullable String ipv4, @Nullable String ipv6, @Nullable String ehloName) {}
