package com.penguinmails.dns;

/** Which of a host's addresses are asked for. */
public enum AddressFamily {
    /** A records (RFC 1035). */
    IPV4,
    /** AAAA records (RFC 3596). */
    IPV6
}
