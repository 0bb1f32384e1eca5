package com.penguinmails.mta.deliver;

/** What a session does about STARTTLS (RFC 3207). */
public enum TlsUse {
    /** Never asks for it. */
    OFF,
    /** Uses it where it is offered and goes on in clear text where not (RFC 7435); certificates are not checked. */
    OPPORTUNISTIC,
    /** Gives up on a host without it; certificates are not checked. */
    REQUIRED;

    /** @throws IllegalArgumentException unless the word is {@code off}, {@code opportunistic} or {@code required} */
    public static TlsUse of(String word) {
        return switch (word) {
            case "off" -> OFF;
            case "opportunistic" -> OPPORTUNISTIC;
            case "required" -> REQUIRED;
            default -> throw new IllegalArgumentException("tls is off, opportunistic or required");
        };
    }
}
