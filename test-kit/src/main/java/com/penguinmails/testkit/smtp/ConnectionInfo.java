package com.penguinmails.testkit.smtp;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The connection a message came over.
 *
 * @param number counts from 1 in a receiver
 * @param helo the name the client gave, in its last EHLO or HELO
 * @param extended whether that was EHLO
 * @param tlsProtocol such as {@code TLSv1.3}, null without TLS
 */
public record ConnectionInfo(long number, InetSocketAddress peer, InetSocketAddress local, String helo,
        boolean extended,
        @Nullable String tlsProtocol) {

    /** The TLS protocol, empty for clear text. */
    public Optional<String> tls() {
        return Optional.ofNullable(tlsProtocol);
    }
}
