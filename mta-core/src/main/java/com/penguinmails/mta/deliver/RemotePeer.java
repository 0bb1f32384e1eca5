package com.penguinmails.mta.deliver;

import java.net.InetSocketAddress;
import java.util.Objects;

/**
 * Who is spoken to.
 *
 * @param host the name that the address was found under, for SNI and certificates
 * @param address resolved
 */
public record RemotePeer(String host, InetSocketAddress address) {

    /** {@code host[address]}, as it stands in delivery reports. */
    public String remoteMta() {
        return host + "[" + Objects.requireNonNull(address.getAddress()).getHostAddress() + "]";
    }
}
