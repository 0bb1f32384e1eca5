package com.penguinmails.dkim;

import java.util.Optional;

/** The two kinds of key that DKIM signs with, both over SHA-256 (RFC 6376 section 3.3, RFC 8301, RFC 8463). */
public enum KeyAlgorithm {

    RSA("rsa", "rsa-sha256", "RSA", "SHA256withRSA"),
    ED25519("ed25519", "ed25519-sha256", "Ed25519", "Ed25519");

    private final String keyTag;
    private final String signatureTag;
    private final String keyName;
    private final String signatureName;

    KeyAlgorithm(String keyTag, String signatureTag, String keyName, String signatureName) {
        this.keyTag = keyTag;
        this.signatureTag = signatureTag;
        this.keyName = keyName;
        this.signatureName = signatureName;
    }

    /** The {@code k=} value of a key record. */
    public String keyTag() {
        return keyTag;
    }

    /** The {@code a=} value of a signature. */
    public String signatureTag() {
        return signatureTag;
    }

    /** The algorithm with this {@code k=} value, compared without regard to case; empty for an unknown one. */
    public static Optional<KeyAlgorithm> ofKeyTag(String value) {
        for (KeyAlgorithm candidate : values()) {
            if (candidate.keyTag.equalsIgnoreCase(value)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** The algorithm with this {@code a=} value, compared without regard to case; empty for an unknown one. */
    public static Optional<KeyAlgorithm> ofSignatureTag(String value) {
        for (KeyAlgorithm candidate : values()) {
            if (candidate.signatureTag.equalsIgnoreCase(value)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** The name of the key factory and of the key pair generator. */
    String keyName() {
        return keyName;
    }

    /** The name of the signature algorithm. */
    String signatureName() {
        return signatureName;
    }
}
