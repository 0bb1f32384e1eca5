package com.penguinmails.control.seal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals secrets with AES-256-GCM. What a secret belongs to is bound in, so that sealed octets moved to another row do not open there.
 * Sealed: one octet of version, four of the master key's fingerprint, twelve of nonce, then the ciphertext with its tag. A nonce is
 * random: up to 2^32 secrets under one key (NIST SP 800-38D section 8.3). As thread-safe as its randomness.
 */
public final class Sealer {
    private static final byte VERSION = 1;
    private static final int NONCE_OCTETS = 12;
    private static final int TAG_BITS = 128;
    private static final int HEAD_OCTETS = 1 + MasterKey.FINGERPRINT_OCTETS;

    private final MasterKey master;
    private final RandomGenerator random;

    /** @param random must be unpredictable */
    public Sealer(MasterKey master, RandomGenerator random) {
        this.master = master;
        this.random = random;
    }

    /** @param owner what the secret belongs to, such as the id of a domain */
    public byte[] seal(String secret, String owner) {
        byte[] nonce = new byte[NONCE_OCTETS];
        random.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, owner);
            byte[] sealed = cipher.doFinal(secret.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.allocate(HEAD_OCTETS + NONCE_OCTETS + sealed.length).put(VERSION)
                    .put(master.fingerprint()).put(nonce).put(sealed).array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is gone", e);
        }
    }

    /** @throws SealException saying whether the master key is another, or the octets were changed or moved */
    public String unseal(byte[] sealed, String owner) throws SealException {
        Optional<String> refusal = refusal(sealed);
        if (refusal.isPresent()) {
            throw new SealException(refusal.get());
        }
        byte[] nonce = Arrays.copyOfRange(sealed, HEAD_OCTETS, HEAD_OCTETS + NONCE_OCTETS);
        try {
            byte[] secret = cipher(Cipher.DECRYPT_MODE, nonce, owner).doFinal(sealed, HEAD_OCTETS + NONCE_OCTETS,
                    sealed.length - HEAD_OCTETS - NONCE_OCTETS);
            return new String(secret, StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new SealException("the secret of " + owner + " was changed, or belongs to something else");
        }
    }

    /** The first octets of all that this sealer sealed. */
    public byte[] head() {
        return ByteBuffer.allocate(HEAD_OCTETS).put(VERSION).put(master.fingerprint()).array();
    }

    /** Why sealed octets cannot be opened, as far as that is seen without opening them. */
    public Optional<String> refusal(byte[] sealed) {
        if (sealed.length < HEAD_OCTETS + NONCE_OCTETS + TAG_BITS / 8 || sealed[0] != VERSION) {
            return Optional.of("the sealed secret is damaged");
        }
        byte[] fingerprint = Arrays.copyOfRange(sealed, 1, HEAD_OCTETS);
        return Arrays.equals(fingerprint, master.fingerprint())
                ? Optional.empty()
                : Optional.of("sealed with the master key " + HexFormat.of().formatHex(fingerprint)
                        + ", and the one in use is " + HexFormat.of().formatHex(master.fingerprint())
                        + ": put the other one back");
    }

    private Cipher cipher(int mode, byte[] nonce, String owner) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, master.key(), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
