package com.penguinmails.testkit.smtp;

/** A service extension that the receiver may offer in its answer to EHLO. */
public enum Capability {
    /** RFC 2920. */
    PIPELINING("PIPELINING"),
    /** RFC 6152. */
    EIGHT_BIT_MIME("8BITMIME"),
    /** RFC 6531. */
    SMTPUTF8("SMTPUTF8"),
    /** RFC 3030. */
    CHUNKING("CHUNKING"),
    /** RFC 1870; offered with the receiver's size limit. */
    SIZE("SIZE"),
    /** RFC 3461. */
    DSN("DSN"),
    /** RFC 2034; without it replies carry no enhanced status code. */
    ENHANCED_STATUS_CODES("ENHANCEDSTATUSCODES"),
    /** RFC 3207; no longer offered once TLS is on. */
    STARTTLS("STARTTLS"),
    /** RFC 8689; offered only under TLS. */
    REQUIRETLS("REQUIRETLS");

    private final String keyword;

    Capability(String keyword) {
        this.keyword = keyword;
    }

    /** The EHLO keyword. */
    public String keyword() {
        return keyword;
    }

    /**
     * The capability with this EHLO keyword, in any case.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Capability ofKeyword(String keyword) {
        for (Capability capability : values()) {
            if (capability.keyword.equalsIgnoreCase(keyword)) {
                return capability;
            }
        }
        throw new IllegalArgumentException(
                "no capability \"" + keyword + "\"; known are PIPELINING, 8BITMIME, SMTPUTF8, CHUNKING,"
                        + " SIZE, DSN, ENHANCEDSTATUSCODES, STARTTLS, REQUIRETLS");
    }
}
