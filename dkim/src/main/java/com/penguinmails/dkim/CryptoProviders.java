package com.penguinmails.dkim;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import com.amazon.corretto.crypto.provider.SelfTestStatus;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The source of all cryptography of this module: the Amazon Corretto Crypto Provider where its native library loads
 * and passes its self test, else the providers of the JDK.
 *
 * <p>A process chooses once, where it is put together, and hands the instance to whatever signs or verifies. Nothing
 * is registered with {@link Security}, so the choice touches no other code. Safe for use by any number of threads:
 * each operation gets an object of its own, which costs well under a hundredth of a signature.
 */
public final class CryptoProviders {

    private static final Logger LOG = LoggerFactory.getLogger(CryptoProviders.class);

    /** Without this the Corretto provider offers Ed25519 signatures but no way to load their keys. */
    private static final String CORRETTO_ED25519_KEYS = "com.amazon.corretto.crypto.provider.registerEdKeyFactory";

    private final @Nullable Provider provider;

    private CryptoProviders(@Nullable Provider provider) {
        this.provider = provider;
    }

    /** Chooses the fastest provider that works here and logs the choice. Call it once in a process. */
    public static CryptoProviders choose() {
        try {
            CryptoProviders corretto = new CryptoProviders(loadCorretto());
            corretto.requireAll();
            LOG.info("DKIM cryptography by {}", corretto.name());
            return corretto;
        } catch (GeneralSecurityException | LinkageError | RuntimeException cause) {
            LOG.info("DKIM cryptography by the JDK; the Amazon Corretto Crypto Provider does not load here: {}",
                    cause.toString());
            return jdk();
        }
    }

    /** The providers of the JDK, whatever else is there. */
    public static CryptoProviders jdk() {
        return new CryptoProviders(null);
    }

    /** Name and version of the chosen provider, for logs. */
    public String name() {
        return provider == null ? "JDK " + Runtime.version() : provider.getName() + " " + provider.getVersionStr();
    }

    MessageDigest sha256() {
        try {
            return provider == null
                    ? MessageDigest.getInstance("SHA-256")
                    : MessageDigest.getInstance("SHA-256", provider);
        } catch (NoSuchAlgorithmException cause) {
            throw new IllegalStateException("SHA-256 is gone from " + name(), cause);
        }
    }

    byte[] sign(KeyAlgorithm algorithm, PrivateKey key, byte[] data, int length) throws GeneralSecurityException {
        Signature signature = signature(algorithm);
        signature.initSign(key);
        updateSigned(signature, algorithm, data, length);
        return signature.sign();
    }

    boolean verify(KeyAlgorithm algorithm, PublicKey key, byte[] data, int length, byte[] signed)
            throws GeneralSecurityException {
        Signature signature = signature(algorithm);
        signature.initVerify(key);
        updateSigned(signature, algorithm, data, length);
        return signature.verify(signed);
    }

    KeyFactory keyFactory(KeyAlgorithm algorithm) throws NoSuchAlgorithmException {
        return provider == null
                ? KeyFactory.getInstance(algorithm.keyName())
                : KeyFactory.getInstance(algorithm.keyName(), provider);
    }

    KeyPairGenerator keyPairGenerator(KeyAlgorithm algorithm) throws NoSuchAlgorithmException {
        return provider == null
                ? KeyPairGenerator.getInstance(algorithm.keyName())
                : KeyPairGenerator.getInstance(algorithm.keyName(), provider);
    }

    private Signature signature(KeyAlgorithm algorithm) throws NoSuchAlgorithmException {
        return provider == null
                ? Signature.getInstance(algorithm.signatureName())
                : Signature.getInstance(algorithm.signatureName(), provider);
    }

    /** Ed25519 signs the SHA-256 of the data, RSA the data itself, whose hash its own scheme takes (RFC 8463 3). */
    private void updateSigned(Signature signature, KeyAlgorithm algorithm, byte[] data, int length)
            throws GeneralSecurityException {
        switch (algorithm) {
            case RSA -> signature.update(data, 0, length);
            case ED25519 -> {
                MessageDigest digest = sha256();
                digest.update(data, 0, length);
                signature.update(digest.digest());
            }
        }
    }

    private static Provider loadCorretto() {
        if (System.getProperty(CORRETTO_ED25519_KEYS) == null) {
            System.setProperty(CORRETTO_ED25519_KEYS, "true");
        }
        AmazonCorrettoCryptoProvider corretto = AmazonCorrettoCryptoProvider.INSTANCE;
        Throwable cause = corretto.getLoadingError();
        if (cause != null) {
            throw new IllegalStateException("its native library does not load", cause);
        }
        if (corretto.runSelfTests() != SelfTestStatus.PASSED) {
            throw new IllegalStateException("its self test fails");
        }
        return corretto;
    }

    private void requireAll() throws GeneralSecurityException {
        for (KeyAlgorithm algorithm : KeyAlgorithm.values()) {
            var _ = signature(algorithm);
            var _ = keyFactory(algorithm);
            var _ = keyPairGenerator(algorithm);
        }
        var _ = sha256();
    }
}
