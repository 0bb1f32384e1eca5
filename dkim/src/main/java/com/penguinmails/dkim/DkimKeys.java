package com.penguinmails.dkim;

import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;

/**
 * Makes, reads and writes signing keys. RSA keys of 1,024 to 4,096 bits are loaded and such of 2,048 to 4,096 are made
 * (RFC 8301 section 3.2); Ed25519 as RFC 8463 has it. Read are unencrypted PEM files in PKCS#8 ({@code PRIVATE KEY})
 * and PKCS#1 ({@code RSA PRIVATE KEY}); written is PKCS#8. Safe for use by any number of threads.
 */
public final class DkimKeys {

    /** The smallest RSA key that is loaded or verified with, in bits. */
    public static final int MIN_RSA_BITS = 1024;

    /** The largest RSA key, in bits. */
    public static final int MAX_RSA_BITS = 4096;

    /** The smallest RSA key that is made, in bits; also the size to choose without a reason for another. */
    public static final int DEFAULT_RSA_BITS = 2048;

    /** The longest PEM text that is read, in characters. */
    private static final int MAX_PEM_LENGTH = 64 * 1024;

    private static final int ED25519_BITS = 256;

    private final CryptoProviders crypto;

    /** Keys made of the objects of this provider. */
    public DkimKeys(CryptoProviders crypto) {
        this.crypto = crypto;
    }

    /**
     * Makes an RSA key.
     *
     * @throws IllegalArgumentException if the size is not from 2,048 to 4,096 bits
     */
    public DkimKeyPair generateRsa(int bits) {
        if (bits < DEFAULT_RSA_BITS || bits > MAX_RSA_BITS) {
            throw new IllegalArgumentException("RSA key of " + bits + " bits: keys are made with " + DEFAULT_RSA_BITS
                    + " to " + MAX_RSA_BITS + " bits; 2048 suits nearly every receiver");
        }
        return generate(KeyAlgorithm.RSA, bits);
    }

    /** Makes an Ed25519 key. */
    public DkimKeyPair generateEd25519() {
        return generate(KeyAlgorithm.ED25519, ED25519_BITS);
    }

    /**
     * The size of the key in a key record, in bits; 256 for Ed25519.
     *
     * @throws IllegalArgumentException if it holds no public key, or one of a size that is not verified with
     */
    public int bits(DkimRecord keyRecord) {
        return VerificationKey.of(keyRecord, crypto).bits();
    }

    /**
     * Reads the first private key of a PEM text and proves it by a signature.
     *
     * @throws IllegalArgumentException if there is none, if it is encrypted, damaged, or of a kind or size that DKIM does
     *     not sign with; the text never shows any of the key
     */
    public DkimKeyPair fromPem(String pem) {
        if (pem.length() > MAX_PEM_LENGTH) {
            throw new IllegalArgumentException("key file: longer than " + MAX_PEM_LENGTH + " characters; give one key");
        }
        Object found;
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            found = parser.readObject();
        } catch (IOException | RuntimeException _) {
            // The cause is left out: a parser's words may quote what it read.
            throw new IllegalArgumentException("key file: damaged PEM; export the key again");
        }
        return switch (found) {
            case PrivateKeyInfo info -> proven(fromInfo(info));
            case PEMKeyPair pair -> proven(fromInfo(pair.getPrivateKeyInfo()));
            case null, default -> throw new IllegalArgumentException("key file: no unencrypted private key in it;"
                    + " expected is PEM with \"BEGIN PRIVATE KEY\" or \"BEGIN RSA PRIVATE KEY\"");
        };
    }

    /** The key as PKCS#8 in PEM. Whoever reads the answer can sign: write it only where nobody else reads. */
    public String toPem(DkimKeyPair keyPair) {
        byte[] encoded = keyPair.privateKey().getEncoded();
        String lines = Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(encoded);
        return "-----BEGIN PRIVATE KEY-----\n" + lines + "\n-----END PRIVATE KEY-----\n";
    }

    private DkimKeyPair generate(KeyAlgorithm algorithm, int bits) {
        try {
            KeyPairGenerator generator = crypto.keyPairGenerator(algorithm);
            if (algorithm == KeyAlgorithm.RSA) {
                generator.initialize(bits);
            }
            return proven(fromInfo(PrivateKeyInfo.getInstance(generator.generateKeyPair().getPrivate().getEncoded())));
        } catch (GeneralSecurityException cause) {
            throw new IllegalStateException(crypto.name() + " makes no " + algorithm.keyTag() + " keys", cause);
        }
    }

    private DkimKeyPair fromInfo(PrivateKeyInfo info) {
        try {
            var kind = info.getPrivateKeyAlgorithm().getAlgorithm();
            if (kind.equals(PKCSObjectIdentifiers.rsaEncryption)) {
                return rsa(RSAPrivateKey.getInstance(info.parsePrivateKey()));
            }
            if (kind.equals(EdECObjectIdentifiers.id_Ed25519)) {
                return ed25519(ASN1OctetString.getInstance(info.parsePrivateKey()).getOctets());
            }
        } catch (UnsuitableKeyException cause) {
            throw cause;
        } catch (IOException | GeneralSecurityException | RuntimeException _) {
            throw new IllegalArgumentException("key file: the private key is damaged; export it again");
        }
        throw new IllegalArgumentException("key file: neither an RSA nor an Ed25519 key; make one of these");
    }

    private DkimKeyPair rsa(RSAPrivateKey key) throws IOException, GeneralSecurityException {
        BigInteger modulus = key.getModulus();
        int bits = modulus.bitLength();
        if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS) {
            throw new UnsuitableKeyException("key file: RSA key of " + bits + " bits; loaded are " + MIN_RSA_BITS
                    + " to " + MAX_RSA_BITS + ", and 2048 is the size to make");
        }
        AlgorithmIdentifier rsa = new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);
        byte[] publicOctets = new SubjectPublicKeyInfo(rsa, new RSAPublicKey(modulus, key.getPublicExponent()))
                .getEncoded();
        PrivateKey privateKey = load(KeyAlgorithm.RSA, new PrivateKeyInfo(rsa, key));
        return new DkimKeyPair(KeyAlgorithm.RSA, bits, privateKey, publicOctets);
    }

    private DkimKeyPair ed25519(byte[] seed) throws IOException, GeneralSecurityException {
        PrivateKeyInfo info = new PrivateKeyInfo(
                new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519),
                new DEROctetString(seed));
        byte[] publicOctets = new Ed25519PrivateKeyParameters(seed).generatePublicKey().getEncoded();
        return new DkimKeyPair(KeyAlgorithm.ED25519, ED25519_BITS, load(KeyAlgorithm.ED25519, info), publicOctets);
    }

    private PrivateKey load(KeyAlgorithm algorithm, PrivateKeyInfo info) throws IOException, GeneralSecurityException {
        return crypto.keyFactory(algorithm).generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
    }

    /** A key whose halves do not belong together would sign mail that every receiver takes for forged. */
    private DkimKeyPair proven(DkimKeyPair keyPair) {
        byte[] data = {1, 2, 3};
        try {
            byte[] signed = crypto.sign(keyPair.algorithm(), keyPair.privateKey(), data, data.length);
            VerificationKey key = VerificationKey.of(keyPair.keyRecord(), crypto);
            if (crypto.verify(keyPair.algorithm(), key.publicKey(), data, data.length, signed)) {
                return keyPair;
            }
        } catch (GeneralSecurityException | RuntimeException _) {
            // Falls through to the same answer: the key does not sign.
        }
        throw new IllegalArgumentException("key file: the private key is damaged; export it again");
    }

    /** Tells a sound key of the wrong size from a damaged one. */
    private static final class UnsuitableKeyException extends IllegalArgumentException {

        private static final long serialVersionUID = 1L;

        UnsuitableKeyException(String message) {
            super(message);
        }
    }
}
