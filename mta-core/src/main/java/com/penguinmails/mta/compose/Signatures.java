package com.penguinmails.mta.compose;

import com.penguinmails.mta.counter.Counter;
import com.penguinmails.mta.counter.Counters;
import com.penguinmails.mta.deliver.Payload;
import com.penguinmails.mta.time.Clock;
import java.nio.ByteBuffer;

/** Signs content with the keys of the moment. Thread-safe. */
final class Signatures {
    private static final byte[] NONE = {};

    private final SignatureCache cache;
    private final Counters counters;
    private volatile SigningKeys keys;

    Signatures(SigningKeys keys, Clock clock, Counters counters) {
        this.keys = keys;
        this.cache = new SignatureCache(clock);
        this.counters = counters;
    }

    /** From now on these. */
    void use(SigningKeys replacement) {
        keys = replacement;
    }

    /** Signs what is sent once. */
    Payload sign(ByteBuffer content, String domain) throws UnrenderableException {
        DomainSigner signer = keys.of(domain);
        MessageView message = MessageView.of(content);
        SignedMessage signed = signer == null ? SignedMessage.of(message, NONE) : sign(message, signer);
        return signed.payload(content);
    }

    /** Signs what is sent in several transactions, once for all of them. */
    Payload signShared(long acceptance, ByteBuffer content, String domain) throws UnrenderableException {
        DomainSigner signer = keys.of(domain);
        if (signer == null) {
            return sign(content, domain);
        }
        SignatureCache.Found found = cache.get(acceptance, signer, () -> sign(MessageView.of(content), signer));
        if (found.reused()) {
            counters.add(Counter.DKIM_SIGNATURES_REUSED, signer.keys());
        }
        return found.message().payload(content);
    }

    private SignedMessage sign(MessageView message, DomainSigner signer) throws UnrenderableException {
        byte[] fields = signer.sign(message);
        counters.add(Counter.DKIM_SIGNATURES, signer.keys());
        return SignedMessage.of(message, fields);
    }
}
