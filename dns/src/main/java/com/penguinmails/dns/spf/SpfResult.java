package com.penguinmails.dns.spf;

import java.util.Locale;

/** What a check comes to (RFC 7208 section 2.6). */
public enum SpfResult {
    NONE,
    NEUTRAL,
    PASS,
    FAIL,
    SOFTFAIL,
    TEMPERROR,
    PERMERROR;

    /** As it stands in header fields, such as {@code softfail}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
