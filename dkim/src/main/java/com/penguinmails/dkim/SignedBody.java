package com.penguinmails.dkim;

import java.util.HashMap;
import java.util.Map;

/** The body of one message under verification; it is hashed once for each way in which signatures want it hashed. */
final class SignedBody {

    /** A hash, and the length of the whole canonical body, which is longer than what was hashed where l= cut it. */
    record Measured(BodyHash hash, long canonicalLength) {}

    private record Form(Canonicalization canonicalization, long limit) {}

    private final byte[] message;
    private final int offset;
    private final CryptoProviders crypto;
    private final Map<Form, Measured> measured = new HashMap<>();

    SignedBody(byte[] message, int offset, CryptoProviders crypto) {
        this.message = message;
        this.offset = offset;
        this.crypto = crypto;
    }

    Measured measure(DkimSignature signature) {
        long limit = signature.bodyLength().orElse(BodyHasher.UNLIMITED);
        return measured.computeIfAbsent(new Form(signature.canonicalizations().body(), limit), this::hash);
    }

    private Measured hash(Form form) {
        BodyHasher hasher = new BodyHasher(form.canonicalization, crypto, form.limit);
        hasher.update(message, offset, message.length - offset);
        return new Measured(hasher.finish(), hasher.canonicalLength());
    }
}
