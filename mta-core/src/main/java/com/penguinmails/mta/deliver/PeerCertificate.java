package com.penguinmails.mta.deliver;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whether a receiver's certificate is signed by an authority that the JDK trusts and names the host (RFC 9525 §6.3): a DNS name of
 * the subject's alternative names, where {@code *} stands for one leftmost label.
 */
final class PeerCertificate {
    private static final int DNS_NAME = 2;

    private PeerCertificate() {}

    static boolean isValid(SSLSession session, String host) {
        try {
            var chain = (X509Certificate[]) session.getPeerCertificates();
            X509TrustManager trust = systemTrust();
            if (trust == null || !names(chain[0], host)) {
                return false;
            }
            trust.checkServerTrusted(chain, "UNKNOWN");
            return true;
        } catch (GeneralSecurityException | SSLPeerUnverifiedException e) {
            return false;
        }
    }

    private static @Nullable X509TrustManager systemTrust() throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager trust) {
                return trust;
            }
        }
        return null;
    }

    static boolean names(X509Certificate certificate, String host) throws CertificateParsingException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        if (names == null) {
            return false;
        }
        for (List<?> name : names) {
            if (name.get(0) instanceof Integer type && type == DNS_NAME && name.get(1) instanceof String pattern
                    && matches(pattern.toLowerCase(Locale.ROOT), host.toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(String pattern, String host) {
        if (!pattern.startsWith("*.")) {
            return pattern.equals(host);
        }
        int dot = host.indexOf('.');
        return dot > 0 && host.substring(dot).equals(pattern.substring(1));
    }
}
