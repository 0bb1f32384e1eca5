package com.penguinmails.dkim;

/** What came of verifying one signature, in the terms of RFC 8601 section 2.7.1. */
public sealed interface Verdict {

    /**
     * The signature is valid.
     *
     * @param testing whether the domain only tests DKIM ({@code t=y} in its key record): then the message must be treated as
     *     if it had no signature
     * @param bodyPartlySigned whether text stands behind what {@code l=} covers, added by anybody
     */
    record Pass(boolean testing, boolean bodyPartlySigned) implements Verdict {}

    /** The message or the signature was changed since it was signed, or it was signed with another key. */
    record Fail(String reason) implements Verdict {}

    /** The signature or its key can never be valid; trying again is of no use. */
    record PermError(String reason) implements Verdict {}

    /** The key could not be had now; trying again later may help. */
    record TempError(String reason) implements Verdict {}

    /** The result's word: {@code pass}, {@code fail}, {@code permerror} or {@code temperror}. */
    default String word() {
        return switch (this) {
            case Pass _ -> "pass";
            case Fail _ -> "fail";
            case PermError _ -> "permerror";
            case TempError _ -> "temperror";
        };
    }
}
