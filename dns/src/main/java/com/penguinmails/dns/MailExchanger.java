package com.penguinmails.dns;

/**
 * One MX record (RFC 1035, section 3.3.9).
 *
 * @param preference 0 to 65535; the lower is tried first
 * @param host       the host to deliver to, {@link DomainName#ROOT} in a null MX
 */
public record MailExchanger(int preference, DomainName host) {
    public MailExchanger {
        if (preference < 0 || preference > 0xffff) {
            throw new IllegalArgumentException("MX preference " + preference + ": allowed are 0 to 65535");
        }
    }
}
