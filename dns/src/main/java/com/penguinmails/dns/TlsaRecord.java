package com.penguinmails.dns;

import java.util.HexFormat;

/**
 * One TLSA record (RFC 6698, section 2.1).
 *
 * @param usage        certificate usage, 0 to 255
 * @param selector     0 whole certificate, 1 public key
 * @param matchingType 0 exact, 1 SHA-256, 2 SHA-512
 * @param association  the certificate association data in lower-case hexadecimal digits
 */
public record TlsaRecord(int usage, int selector, int matchingType, String association) {

    /** The certificate association data as octets. */
    public byte[] associationOctets() {
        return HexFormat.of().parseHex(association);
    }
}
