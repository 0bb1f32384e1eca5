package com.penguinmails.mta.connect;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import javax.net.ssl.SSLException;

/** The TLS that sessions with receivers begin. */
public final class OutboundTls {

    private OutboundTls() {}

    /**
     * TLS 1.2 and 1.3 of the JDK. The handshake takes any certificate: mail goes out in clear text to a host without TLS, so that
     * encryption without authentication is no less (RFC 7435 §3). Where a message asks for more, the session checks it then.
     *
     * @throws SSLException if the JDK has no TLS
     */
    public static SslContext opportunistic() throws SSLException {
        return SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2")
                .trustManager(InsecureTrustManagerFactory.INSTANCE)
                .endpointIdentificationAlgorithm(null)
                .build();
    }
}
