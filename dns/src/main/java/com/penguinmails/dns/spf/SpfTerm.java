package com.penguinmails.dns.spf;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * A mechanism of a record, or its {@code redirect=}.
 *
 * @param result what a match means
 * @param domain the domain-spec, with macros as they stand; empty: the domain of the record
 * @param network what {@code ip4:} and {@code ip6:} name
 * @param prefix4 bits of an IPv4 address that are compared
 * @param prefix6 bits of an IPv6 address that are compared
 */
record SpfTerm(SpfResult result, Kind kind, String domain, @Nullable InetAddress network, int prefix4, int prefix6) {

    enum Kind {
        ALL(false),
        INCLUDE(true),
        A(true),
        MX(true),
        PTR(true),
        IP4(false),
        IP6(false),
        EXISTS(true),
        REDIRECT(true);

        private final boolean costsLookUp;

        Kind(boolean costsLookUp) {
            this.costsLookUp = costsLookUp;
        }

        boolean costsLookUp() {
            return costsLookUp;
        }
    }

    /** As it would be written. */
    @Override
    public String toString() {
        String sign = switch (result) {
            case FAIL -> "-";
            case SOFTFAIL -> "~";
            case NEUTRAL -> "?";
            default -> "";
        };
        String name = kind.name().toLowerCase(java.util.Locale.ROOT);
        if (network != null) {
            return sign + name + ':' + network.getHostAddress();
        }
        return sign + name + (domain.isEmpty() ? "" : (kind == Kind.REDIRECT ? "=" : ":") + domain);
    }
}
