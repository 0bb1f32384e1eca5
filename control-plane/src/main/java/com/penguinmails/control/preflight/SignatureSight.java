package com.penguinmails.control.preflight;

import com.penguinmails.dkim.DkimSignature;
import com.penguinmails.dkim.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * What one DKIM signature is worth.
 *
 * @param signature what it states, or null if it cannot be read
 * @param bits the size of its key; 0 if the key was not seen
 * @param aligned whether its domain is the author's in the sense of DMARC
 */
record SignatureSight(@Nullable DkimSignature signature, Verdict verdict, int bits, boolean aligned) {

    /** Whether receivers make something of it. */
    boolean counts() {
        return verdict instanceof Verdict.Pass pass && !pass.testing();
    }

    boolean signs(String lowerCaseName) {
        return signature != null && signature.signedFields().contains(lowerCaseName);
    }

    String words() {
        String name = signature == null ? "a signature" : "d=" + signature.domain() + " s=" + signature.selector();
        return name + " " + switch (verdict) {
            case Verdict.Pass(boolean testing, boolean partly) -> testing
                    ? "only tests DKIM (t=y)"
                    : "is valid, with " + signedWith() + (partly ? ", but text stands behind what it covers (l=)" : "");
            case Verdict.Fail(String reason) -> "fails: " + reason;
            case Verdict.PermError(String reason) -> "cannot be used: " + reason;
            case Verdict.TempError(String reason) -> "could not be looked at now: " + reason;
        };
    }

    private String signedWith() {
        return signature == null ? "no key" : signature.algorithm().keyTag() + " of " + bits + " bits";
    }
}
