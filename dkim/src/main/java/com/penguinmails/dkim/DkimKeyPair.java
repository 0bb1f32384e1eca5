package com.penguinmails.dkim;

import java.security.PrivateKey;
import java.util.Base64;

/**
 * A private key with the public half that goes into DNS. Made and loaded by {@link DkimKeys}, of whose provider it
 * holds the objects. Immutable; its text never shows key material.
 */
public final class DkimKeyPair {

    private final KeyAlgorithm algorithm;
    private final int bits;
    private final PrivateKey privateKey;
    private final byte[] publicOctets;

    /**
     * @param bits size of the key; 256 for Ed25519
     * @param publicOctets what {@code p=} encodes: SubjectPublicKeyInfo for RSA, the 32 raw octets for Ed25519
     */
    DkimKeyPair(KeyAlgorithm algorithm, int bits, PrivateKey privateKey, byte[] publicOctets) {
        this.algorithm = algorithm;
        this.bits = bits;
        this.privateKey = privateKey;
        this.publicOctets = publicOctets.clone();
    }

    /** The kind of key. */
    public KeyAlgorithm algorithm() {
        return algorithm;
    }

    /** Size of the key in bits: the modulus of RSA; 256 for Ed25519. */
    public int bits() {
        return bits;
    }

    /** The key record to publish for this key. */
    public DkimRecord keyRecord() {
        return DkimRecord.of(algorithm, Base64.getEncoder().encodeToString(publicOctets));
    }

    PrivateKey privateKey() {
        return privateKey;
    }

    @Override
    public String toString() {
        return "DkimKeyPair[" + algorithm.keyTag() + ", " + bits + " bits]";
    }
}
