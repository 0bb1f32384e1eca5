package com.penguinmails.dkim;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;

/**
 * Signs messages of one sender with one or more keys: two keys of different kinds give an RSA-SHA256 and an
 * Ed25519-SHA256 signature at once (RFC 8463 section 3).
 *
 * <p>The body is hashed apart from signing, with {@link #newBodyHasher()}, so that one hash serves every recipient who
 * gets the same body. Immutable and safe for use by any number of threads.
 */
public final class DkimSigner {

    private static final String FIELD_NAME = "DKIM-Signature";

    private final List<SigningKey> keys;
    private final SignatureOptions options;
    private final SelectedFields selectedFields;
    private final CryptoProviders crypto;
    private final InstantSource clock;

    /**
     * @param keys at least one; each gives one signature, in this order
     * @param clock tells the time of signing for {@code t=} and {@code x=}
     * @throws IllegalArgumentException if there is no key, or the domain of {@code i=} is not that of each key or below it
     */
    public DkimSigner(List<SigningKey> keys, SignatureOptions options, CryptoProviders crypto, InstantSource clock) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("signing keys: none given; give one or more");
        }
        this.keys = List.copyOf(keys);
        this.options = options;
        this.selectedFields = new SelectedFields(options.headers(), options.canonicalizations().header());
        this.crypto = crypto;
        this.clock = clock;
        requireIdentityBelowDomains();
    }

    /** A hasher of bodies that this signer is to sign. */
    public BodyHasher newBodyHasher() {
        return new BodyHasher(options.canonicalizations().body(), crypto);
    }

    /**
     * Signs a whole message.
     *
     * @param message header and body with CRLF line ends, without dot-stuffing
     * @return the signature fields, each ended with CRLF, to be put before the first octet of the message
     * @throws InvalidMessageException if the header cannot be read or has no From field
     */
    public byte[] sign(byte[] message) {
        MessageHeaders headers = MessageHeaders.parse(message);
        BodyHasher hasher = newBodyHasher();
        hasher.update(message, headers.bodyOffset(), message.length - headers.bodyOffset());
        return sign(headers, hasher.finish());
    }

    /**
     * Signs a header over a body that is already hashed.
     *
     * @return the signature fields, each ended with CRLF, to be put before the header's first octet
     * @throws InvalidMessageException if the header has no From field
     * @throws IllegalArgumentException if the body was hashed in another canonicalisation than this signer's
     */
    public byte[] sign(MessageHeaders headers, BodyHash bodyHash) {
        if (bodyHash.canonicalization() != options.canonicalizations().body()) {
            throw new IllegalArgumentException("body hash: is " + bodyHash.canonicalization().tagValue()
                    + ", but this signer's bodies are " + options.canonicalizations().body().tagValue());
        }
        Instant now = clock.instant();
        OctetBuffer canonical = new OctetBuffer(4096);
        List<String> names = selectedFields.select(headers, canonical);
        int fieldsEnd = canonical.length();
        OctetBuffer out = new OctetBuffer(1024 * keys.size());
        for (SigningKey key : keys) {
            canonical.truncate(fieldsEnd);
            signWith(key, names, bodyHash, now, canonical, out);
        }
        return out.toByteArray();
    }

    private void signWith(
            SigningKey key, List<String> names, BodyHash bodyHash, Instant now, OctetBuffer canonical,
            OctetBuffer out) {
        int start = out.length();
        FoldingWriter writer = new FoldingWriter(out, FIELD_NAME);
        writeTags(writer, key, now);
        writeNames(writer, names);
        writer.word("bh=" + bodyHash.base64() + ";");
        writer.word("b=");
        options.canonicalizations().header().headerField(out.array(), start, out.length(), canonical);
        writer.breakable(Base64.getEncoder().encode(signature(key, canonical)));
        out.crlf();
    }

    private void writeTags(FoldingWriter writer, SigningKey key, Instant now) {
        writer.word("v=1;");
        writer.word("a=" + key.algorithm().signatureTag() + ";");
        writer.word("c=" + options.canonicalizations().tagValue() + ";");
        writer.word("d=" + key.domain() + ";");
        writer.word("s=" + key.selector() + ";");
        if (options.identity() != null) {
            writer.word("i=" + options.identity() + ";");
        }
        if (options.timestamp()) {
            writer.word("t=" + now.getEpochSecond() + ";");
        }
        if (options.lifetime() != null) {
            writer.word("x=" + now.plus(options.lifetime()).getEpochSecond() + ";");
        }
    }

    private static void writeNames(FoldingWriter writer, List<String> names) {
        int last = names.size() - 1;
        for (int at = 0; at <= last; at++) {
            String part = names.get(at) + (at == last ? ";" : ":");
            if (at == 0) {
                writer.word("h=" + part);
            } else {
                writer.part(part);
            }
        }
    }

    private byte[] signature(SigningKey key, OctetBuffer canonical) {
        try {
            return crypto.sign(key.algorithm(), key.keyPair().privateKey(), canonical.array(), canonical.length());
        } catch (GeneralSecurityException cause) {
            throw new IllegalStateException(crypto.name() + " does not sign with " + key, cause);
        }
    }

    private void requireIdentityBelowDomains() {
        String identity = options.identity();
        if (identity == null) {
            return;
        }
        String domain = DomainNames.normalize("signature identity", identity.substring(identity.indexOf('@') + 1));
        for (SigningKey key : keys) {
            if (!DomainNames.isSameOrBelow(domain, key.domain())) {
                throw new IllegalArgumentException(
                        "signature identity: its domain " + domain + " is not " + key.domain()
                                + " or below it");
            }
        }
    }
}
