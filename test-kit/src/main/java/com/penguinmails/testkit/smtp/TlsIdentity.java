package com.penguinmails.testkit.smtp;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.security.cert.X509Certificate;
import java.util.List;

/** A self-signed certificate with its key, made at start. */
final class TlsIdentity {
    private final X509Bundle bundle;
    private final SslContext context;

    private TlsIdentity(X509Bundle bundle, SslContext context) {
        this.bundle = bundle;
        this.context = context;
    }

    static TlsIdentity selfSigned(List<String> names) {
        try {
            CertificateBuilder builder = new CertificateBuilder().ecp256().subject("CN=" + names.getFirst())
                    .setIsCertificateAuthority(true);
            for (String name : names) {
                builder = builder.addSanDnsName(name);
            }
            X509Bundle bundle = builder.buildSelfSigned();
            SslContext context = SslContextBuilder.forServer(bundle.getKeyPair().getPrivate(), bundle.getCertificate())
                    .build();
            return new TlsIdentity(bundle, context);
        } catch (Exception e) {
            throw new IllegalStateException("cannot make a certificate for " + names, e);
        }
    }

    X509Certificate certificate() {
        return bundle.getCertificate();
    }

    SslContext context() {
        return context;
    }
}
