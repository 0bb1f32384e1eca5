package com.penguinmails.dkim;

import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The second half of verifying a signature whose body hash is right: judge the key record, then check the header. */
final class SignatureCheck {

    /** More records at one name than any domain has reason to publish; the rest is not looked at. */
    private static final int MAX_RECORDS = 10;

    private final HeaderField field;
    private final DkimSignature signature;
    private final boolean bodyPartlySigned;
    private final MessageHeaders headers;
    private final CryptoProviders crypto;

    SignatureCheck(
            HeaderField field,
            DkimSignature signature,
            boolean bodyPartlySigned,
            MessageHeaders headers,
            CryptoProviders crypto) {
        this.field = field;
        this.signature = signature;
        this.bodyPartlySigned = bodyPartlySigned;
        this.headers = headers;
        this.crypto = crypto;
    }

    Verdict judge(KeyAnswer answer) {
        return switch (answer) {
            case KeyAnswer.NotFound() -> new Verdict.PermError("no key record at " + signature.recordName());
            case KeyAnswer.TemporaryFailure(String reason) -> new Verdict.TempError("key look-up: " + reason);
            case KeyAnswer.Found(List<String> records) -> judge(records);
        };
    }

    private Verdict judge(List<String> texts) {
        DkimRecord chosen = null;
        String problem = "no key record at " + signature.recordName();
        for (String text : texts.subList(0, Math.min(texts.size(), MAX_RECORDS)).reversed()) {
            try {
                DkimRecord record = DkimRecord.parse(text);
                if (chosen == null || chosen.algorithm() != signature.algorithm()
                        || record.algorithm() == signature.algorithm()) {
                    chosen = record;
                }
            } catch (IllegalArgumentException cause) {
                problem = String.valueOf(cause.getMessage());
            }
        }
        return chosen == null ? new Verdict.PermError(problem) : judge(chosen);
    }

    private Verdict judge(DkimRecord record) {
        if (record.revoked()) {
            return new Verdict.PermError("key revoked");
        }
        if (record.algorithm() != signature.algorithm()) {
            return new Verdict.PermError("key is of kind " + record.algorithm().keyTag() + ", not what a= needs");
        }
        if (!record.allowsSha256()) {
            return new Verdict.PermError("key is not for sha256");
        }
        if (!record.allowsEmail()) {
            return new Verdict.PermError("key is not for email");
        }
        if (record.strictIdentity() && !signature.identityDomain().equals(signature.domain())) {
            return new Verdict.PermError("key does not allow a subdomain in i=");
        }
        try {
            return check(record, VerificationKey.of(record, crypto));
        } catch (IllegalArgumentException cause) {
            return new Verdict.PermError(String.valueOf(cause.getMessage()));
        }
    }

    private Verdict check(DkimRecord record, VerificationKey key) {
        OctetBuffer signed = signedOctets();
        byte[] octets = Base64.getDecoder().decode(signature.signature());
        try {
            if (crypto.verify(key.algorithm(), key.publicKey(), signed.array(), signed.length(), octets)) {
                return new Verdict.Pass(record.testing(), bodyPartlySigned);
            }
        } catch (GeneralSecurityException _) {
            // A signature of the wrong length or form is as wrong as one of wrong octets.
        }
        return new Verdict.Fail("signature does not fit the header");
    }

    /** The fields of h=, the instances of a name from the last to the first, then the signature field itself. */
    private OctetBuffer signedOctets() {
        Canonicalization form = signature.canonicalizations().header();
        OctetBuffer out = new OctetBuffer(4096);
        Map<String, Integer> taken = new HashMap<>();
        for (String name : signature.signedFields()) {
            List<HeaderField> instances = headers.named(name);
            int index = instances.size() - taken.merge(name, 1, Integer::sum);
            if (index >= 0) {
                instances.get(index).canonicalize(form, out);
                out.crlf();
            }
        }
        DkimSignature.canonicalizeUnsigned(field, form, out);
        return out;
    }
}
