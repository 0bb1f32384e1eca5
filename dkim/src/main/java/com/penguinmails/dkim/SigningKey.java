package com.penguinmails.dkim;

/**
 * A key together with the name under which verifiers find its public half. Immutable, safe for use by any number of
 * threads; its text never shows key material.
 */
public final class SigningKey {

    private final String domain;
    private final String selector;
    private final String recordName;
    private final DkimKeyPair keyPair;

    /**
     * @param domain the signing domain, {@code d=}
     * @param selector the selector, {@code s=}
     * @throws IllegalArgumentException if domain or selector is not a name, or both together are too long for one
     */
    public SigningKey(String domain, String selector, DkimKeyPair keyPair) {
        this.domain = DomainNames.normalize("signing domain", domain);
        this.selector = DomainNames.normalize("selector", selector);
        this.recordName = DomainNames.recordName(this.selector, this.domain);
        this.keyPair = keyPair;
    }

    /** The signing domain in lower case and with A-labels. */
    public String domain() {
        return domain;
    }

    /** The selector. */
    public String selector() {
        return selector;
    }

    /** The kind of key. */
    public KeyAlgorithm algorithm() {
        return keyPair.algorithm();
    }

    /** The name at which the key record is published, without a final dot. */
    public String recordName() {
        return recordName;
    }

    /** The key record to publish at {@link #recordName()}. */
    public DkimRecord keyRecord() {
        return keyPair.keyRecord();
    }

    DkimKeyPair keyPair() {
        return keyPair;
    }

    @Override
    public String toString() {
        return "SigningKey[" + recordName + ", " + keyPair + "]";
    }
}
