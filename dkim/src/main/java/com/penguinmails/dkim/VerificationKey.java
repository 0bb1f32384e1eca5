package com.penguinmails.dkim;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * The public key of a key record, ready to verify with.
 *
 * @param bits size of the key; 256 for Ed25519
 */
record VerificationKey(KeyAlgorithm algorithm, PublicKey publicKey, int bits) {

    private static final int ED25519_OCTETS = 32;

    /** Far above every exponent in use; a longer one only makes verifying dear. */
    private static final int MAX_EXPONENT_BITS = 64;

    /**
     * Reads {@code p=}: for RSA a SubjectPublicKeyInfo or, as RFC 6376 once said, a bare RSAPublicKey; for Ed25519 the 32
     * octets of the key (RFC 8463 section 4).
     *
     * @throws IllegalArgumentException if it is no such key, or one of a size that is not accepted
     */
    static VerificationKey of(DkimRecord record, CryptoProviders crypto) {
        try {
            byte[] octets = decode(record.publicKey());
            SubjectPublicKeyInfo info = record.algorithm() == KeyAlgorithm.RSA ? rsaInfo(octets) : ed25519Info(octets);
            int bits = record.algorithm() == KeyAlgorithm.RSA ? rsaBits(info) : ED25519_OCTETS * 8;
            PublicKey key = crypto.keyFactory(record.algorithm())
                    .generatePublic(new X509EncodedKeySpec(info.getEncoded()));
            return new VerificationKey(record.algorithm(), key, bits);
        } catch (IOException | GeneralSecurityException | IllegalStateException | ClassCastException cause) {
            throw new IllegalArgumentException("key record: p= is no public key", cause);
        }
    }

    private static byte[] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException cause) {
            throw new IllegalArgumentException("key record: p= is not base64", cause);
        }
    }

    private static SubjectPublicKeyInfo rsaInfo(byte[] octets) throws IOException {
        if (!(ASN1Primitive.fromByteArray(octets) instanceof ASN1Sequence sequence)) {
            throw new IllegalArgumentException("key record: p= is no RSA key");
        }
        if (sequence.size() == 2 && sequence.getObjectAt(0) instanceof ASN1Sequence) {
            return SubjectPublicKeyInfo.getInstance(sequence);
        }
        AlgorithmIdentifier rsa = new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);
        return new SubjectPublicKeyInfo(rsa, RSAPublicKey.getInstance(sequence));
    }

    private static int rsaBits(SubjectPublicKeyInfo info) throws IOException {
        RSAPublicKey key = RSAPublicKey.getInstance(info.parsePublicKey());
        BigInteger exponent = key.getPublicExponent();
        int bits = key.getModulus().bitLength();
        if (bits < DkimKeys.MIN_RSA_BITS || bits > DkimKeys.MAX_RSA_BITS) {
            throw new IllegalArgumentException("key record: RSA key of " + bits + " bits; accepted are "
                    + DkimKeys.MIN_RSA_BITS + " to " + DkimKeys.MAX_RSA_BITS);
        }
        if (exponent.signum() <= 0 || !exponent.testBit(0) || exponent.bitLength() > MAX_EXPONENT_BITS) {
            throw new IllegalArgumentException("key record: RSA key with an exponent that is even or too long");
        }
        return bits;
    }

    private static SubjectPublicKeyInfo ed25519Info(byte[] octets) {
        if (octets.length != ED25519_OCTETS) {
            throw new IllegalArgumentException("key record: an Ed25519 key has " + ED25519_OCTETS + " octets");
        }
        return new SubjectPublicKeyInfo(new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519), octets);
    }
}
